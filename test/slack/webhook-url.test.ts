import { describe, expect, test } from 'vitest';
import { parseWebhookUrl } from '../../src/slack/webhook-url.ts';

const URL_TEXT = 'https://hooks.slack.com/services/T0/B0/abcdef';

describe('parseWebhookUrl', () => {
  test.each([
    ['the URL itself', URL_TEXT],
    ['the URL with white space around it', `\n ${URL_TEXT} \n`],
    ['JSON with url', JSON.stringify({ url: URL_TEXT })],
    ['JSON with webhookUrl', JSON.stringify({ webhookUrl: URL_TEXT, channel: '#alerts' })],
  ])('reads %s', (_form, value) => {
    const url = parseWebhookUrl(value, 'secret "slack"');
    expect(url).toMatchObject({ ok: true });
    expect(url.ok && url.value.href).toBe(URL_TEXT);
  });

  test.each(['http://127.0.0.1:8080/services/x', 'http://localhost/services/x', 'http://[::1]:1/x'])(
    'allows plain http on loopback: %s',
    (value) => {
      expect(parseWebhookUrl(value, 'secret "slack"').ok).toBe(true);
    },
  );

  test.each([
    'http://hooks.slack.com/services/T0/B0/abcdef',
    'hooks.slack.com/services/T0/B0/abcdef',
    '{"url": 5, "key": "abcdef"}',
    '{"url": "https://hooks.slack.com/abcdef',
    'ftp://127.0.0.1/abcdef',
    'abcdef',
  ])('refuses %s without repeating it', (value) => {
    const url = parseWebhookUrl(value, 'secret "slack"');
    expect(url.ok).toBe(false);
    const problem = url.ok ? '' : url.problem;
    expect(problem).toContain('secret "slack"');
    expect(problem).toContain('expected an https URL');
    expect(problem).not.toContain('abcdef');
  });
});
