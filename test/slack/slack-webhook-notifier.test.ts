import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ok, problem } from '../../src/base/result.ts';
import { createSlackWebhookNotifier } from '../../src/slack/slack-webhook-notifier.ts';
import { notifierMessage } from '../support/notifier-message.ts';

interface FakeSlack {
  readonly url: URL;
  readonly bodies: string[];
}

/** Answers with the given statuses in turn, the last one for ever. */
async function fakeSlack(
  ...answers: readonly { status: number; body?: string; retryAfter?: string; hang?: boolean }[]
): Promise<FakeSlack> {
  const bodies: string[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const answer = answers[Math.min(bodies.length, answers.length - 1)];
    bodies.push(body);
    if (answer === undefined || answer.hang === true) return;
    if (answer.retryAfter !== undefined) response.setHeader('Retry-After', answer.retryAfter);
    response.writeHead(answer.status).end(answer.body ?? 'ok');
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/services/T0/B0/very-secret`), bodies };
}

const message = notifierMessage();

describe('createSlackWebhookNotifier', () => {
  test('posts text and blocks', async () => {
    const slack = await fakeSlack({ status: 200 });
    expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual([]);
    expect(slack.bodies.map((body) => JSON.parse(body))).toEqual([{ text: message.text, blocks: message.blocks }]);
  });

  test('waits as long as Retry-After says, and posts once', async () => {
    const slack = await fakeSlack({ status: 429, retryAfter: '1', body: 'rate_limited' }, { status: 200 });
    const started = performance.now();
    expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual([]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(slack.bodies).toHaveLength(2);
  });

  test('does not wait longer than its budget', async () => {
    const slack = await fakeSlack({ status: 429, retryAfter: '3600', body: 'rate_limited' });
    const incomplete = await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message);
    expect(incomplete).toEqual([
      {
        what: 'Slack message',
        why: 'Slack answered 429 (rate_limited); the next attempt would have come too late, in 3600 s',
      },
    ]);
    expect(slack.bodies).toHaveLength(1);
  });

  test('tries again after a server error, then says so', async () => {
    const slack = await fakeSlack({ status: 503, body: '<html>nginx</html>', retryAfter: '0' });
    const incomplete = await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message);
    expect(incomplete).toEqual([{ what: 'Slack message', why: 'Slack answered 503' }]);
    expect(slack.bodies).toHaveLength(4);
  });

  test.each([
    [400, 'invalid_blocks', 'Slack answered 400 (invalid_blocks)'],
    [404, 'no_service', 'Slack answered 404 (no_service)'],
    [403, 'see https://hooks.slack.com/services/T0/B0/very-secret', 'Slack answered 403'],
  ])('says what Slack refused for good, once and without the URL: %i %s', async (status, body, why) => {
    const slack = await fakeSlack({ status, body });
    expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual([
      { what: 'Slack message', why },
    ]);
    expect(slack.bodies).toHaveLength(1);
  });

  test('says nothing of the URL where nobody answers', async () => {
    const slack = await fakeSlack({ status: 200, hang: true });
    const notifier = createSlackWebhookNotifier(async () => ok(slack.url), { timeout: 50, total: 400 });
    const incomplete = await notifier.notify(message);
    expect(incomplete).toHaveLength(1);
    expect(incomplete[0]?.why).toContain('No answer from Slack');
    expect(JSON.stringify(incomplete)).not.toMatch(/secret|127\.0\.0\.1/);
  });

  test('passes on why there is no URL', async () => {
    const notifier = createSlackWebhookNotifier(async () => problem('Cannot read secret "slack": AccessDenied'));
    expect(await notifier.notify(message)).toEqual([
      { what: 'Slack message', why: 'Cannot read secret "slack": AccessDenied' },
    ]);
  });
});
