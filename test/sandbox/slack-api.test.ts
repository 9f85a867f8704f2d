import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';

const TOKEN = 'xoxb-1-sandbox';
const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*2 new*' } }];

describe("Slack's Web API", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    const account = emptyAccount({ now: Date.parse('2026-11-22T03:00:00Z') });
    account.slackTokens.push(TOKEN);
    account.slackChannels.push(
      { id: 'C0000000001', member: true },
      { id: 'C0000000002', member: false },
      { id: 'C0000000003', member: true, archived: true },
    );
    sandbox = await startSandbox({ account, limits: false });
  });
  afterEach(() => sandbox.close());

  const client = (token: string | undefined = TOKEN) =>
    new WebClient(token, { slackApiUrl: `${sandbox.endpoint}/api/`, retryConfig: { retries: 0 } });

  it('takes a message from the client, and names it', async () => {
    const posted = await client().chat.postMessage({ channel: 'C0000000001', text: 'hello', blocks });
    expect(posted).toMatchObject({ ok: true, channel: 'C0000000001', ts: '1795316400.000001' });
    expect(sandbox.state.slackMessages).toEqual([
      { channel: 'C0000000001', ts: '1795316400.000001', text: 'hello', blocks },
    ]);
  });

  it('takes a reply to a message of the same channel, and to no other', async () => {
    const { ts = '' } = await client().chat.postMessage({ channel: 'C0000000001', text: 'hello' });
    const reply = { channel: 'C0000000001', text: 'more', thread_ts: ts };
    await client().chat.postMessage(reply);
    expect(sandbox.state.slackMessages[1]).toMatchObject({ threadTs: ts, text: 'more' });
    await expect(client().chat.postMessage({ ...reply, thread_ts: '1.000001' })).rejects.toThrow('thread_not_found');
  });

  it('takes JSON as well as a form, with the token in the header or in the form', async () => {
    const url = `${sandbox.endpoint}/api/chat.postMessage`;
    const json = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ channel: 'C0000000001', text: 'hello', blocks }),
    });
    expect(await json.json()).toMatchObject({ ok: true });
    const body = new URLSearchParams({ token: TOKEN, channel: 'C0000000001', text: 'hello' });
    expect(await (await fetch(url, { method: 'POST', body })).json()).toMatchObject({ ok: true });
  });

  it.each([
    ['an unknown channel', { channel: 'C0000000009' }, 'channel_not_found'],
    ['a channel that nobody invited the bot to', { channel: 'C0000000002' }, 'not_in_channel'],
    ['an archived channel', { channel: 'C0000000003' }, 'is_archived'],
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' as const })) }, 'invalid_blocks'],
    [
      'too much text in all',
      {
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section' as const,
          text: { type: 'mrkdwn' as const, text: 'x'.repeat(2900) },
        })),
      },
      'msg_blocks_too_long',
    ],
  ])('refuses %s with status 200', async (_what, over, error) => {
    await expect(client().chat.postMessage({ channel: 'C0000000001', text: 'hello', ...over })).rejects.toMatchObject({
      data: { ok: false, error },
    });
    expect(sandbox.calls).toMatchObject([{ service: 'slack-api', operation: 'chat.postMessage', status: 200 }]);
  });

  it('refuses another token, and none', async () => {
    const message = { channel: 'C0000000001', text: 'hello' };
    await expect(client('xoxb-1-other').chat.postMessage(message)).rejects.toThrow('invalid_auth');
    const url = `${sandbox.endpoint}/api/chat.postMessage`;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(message) });
    expect(await answer.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it('answers 429 with the seconds to wait', async () => {
    sandbox.injectFault({ service: 'slack-api', kind: 'throttle' });
    const answer = await fetch(`${sandbox.endpoint}/api/chat.postMessage`, { method: 'POST' });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toEqual({ ok: false, error: 'ratelimited' });
  });

  it('knows no other method', async () => {
    await expect(client().auth.test()).rejects.toThrow('unknown_method');
  });
});
