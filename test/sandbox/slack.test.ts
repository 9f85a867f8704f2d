import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';

const WEBHOOK = '/services/T1/B1/x';
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });

function accountWithWebhook() {
  const account = emptyAccount({ now: Date.parse('2026-11-22T03:00:00Z') });
  account.slackWebhooks.push(WEBHOOK);
  return account;
}

async function post(sandbox: Sandbox, body: unknown, path = WEBHOOK) {
  const answer = await fetch(`${sandbox.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') };
}

describe('Slack', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ account: accountWithWebhook(), limits: false });
  });
  afterEach(() => sandbox.close());

  it('shows a message within its limits', async () => {
    const blocks = [header('x'.repeat(150)), section('x'.repeat(3000)), { type: 'divider' }];
    expect(await post(sandbox, { text: 'hello', blocks })).toMatchObject({ status: 200, text: 'ok' });
    expect(sandbox.state.slackMessages).toEqual([{ webhook: WEBHOOK, text: 'hello', blocks }]);
  });

  it('takes a message as a form too', async () => {
    const body = new URLSearchParams({ payload: JSON.stringify({ text: 'hello' }) });
    const answer = await fetch(`${sandbox.endpoint}${WEBHOOK}`, { method: 'POST', body });
    expect(await answer.text()).toBe('ok');
  });

  it.each<[string, unknown, string]>([
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }, 'invalid_blocks'],
    ['a section of 3001 characters', { blocks: [section('x'.repeat(3001))] }, 'invalid_blocks'],
    ['an empty section', { blocks: [section('')] }, 'invalid_blocks'],
    ['a header of 151 characters', { blocks: [header('x'.repeat(151))] }, 'invalid_blocks'],
    ['a header in mrkdwn', { blocks: [{ ...section('x'), type: 'header' }] }, 'invalid_blocks'],
    ['an unknown block', { blocks: [{ type: 'paragraph' }] }, 'invalid_blocks'],
    [
      'eleven fields',
      { blocks: [{ type: 'section', fields: Array.from({ length: 11 }, () => section('x').text) }] },
      'invalid_blocks',
    ],
    [
      'a button of 76 characters',
      { blocks: [{ type: 'actions', elements: [{ type: 'button', text: header('x'.repeat(76)).text }] }] },
      'invalid_blocks',
    ],
    [
      'too much text in all',
      { blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))) },
      'msg_blocks_too_long',
    ],
    ['neither text nor blocks', {}, 'no_text'],
    ['something that is not JSON', '{', 'invalid_payload'],
  ])('refuses a message with %s', async (_name, message, problem) => {
    expect(await post(sandbox, message)).toMatchObject({ status: 400, text: problem });
    expect(sandbox.state.slackMessages).toEqual([]);
  });

  it('knows only the webhooks of the account', async () => {
    expect(await post(sandbox, { text: 'hello' }, '/services/T1/B1/other')).toMatchObject({
      status: 404,
      text: 'no_service',
    });
    expect(await post(sandbox, { text: 'hello' }, '/elsewhere')).toMatchObject({ status: 400 });
  });

  it('says so when it cannot make sense of a request', async () => {
    const answer = await fetch(`${sandbox.endpoint}/bucket/key`, {
      method: 'PUT',
      headers: { 'content-encoding': 'aws-chunked' },
      body: 'not in chunks',
    });
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('Cannot decode aws-chunked body');
  });

  it('answers 429 with Retry-After when throttled', async () => {
    sandbox.injectFault({ service: 'slack', kind: 'throttle', times: 1 });
    expect(await post(sandbox, { text: 'hello' })).toEqual({ status: 429, text: 'rate_limited', retryAfter: '1' });
    expect(await post(sandbox, { text: 'hello' })).toMatchObject({ status: 200 });
  });
});
