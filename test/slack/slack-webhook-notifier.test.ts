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
const STORE = 'make a new one and store its URL';
const DELIVERED = { outcome: 'delivered', incomplete: [] };

describe('createSlackWebhookNotifier', () => {
  test('posts text and blocks', async () => {
    const slack = await fakeSlack({ status: 200 });
    expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual(DELIVERED);
    expect(slack.bodies.map((body) => JSON.parse(body))).toEqual([{ text: message.text, blocks: message.blocks }]);
  });

  test('waits as long as Retry-After says, and posts once', async () => {
    const slack = await fakeSlack({ status: 429, retryAfter: '1', body: 'rate_limited' }, { status: 200 });
    const started = performance.now();
    expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual(DELIVERED);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(slack.bodies).toHaveLength(2);
  });

  test('does not wait longer than its budget', async () => {
    const slack = await fakeSlack({ status: 429, retryAfter: '3600', body: 'rate_limited' });
    const { incomplete } = await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message);
    expect(incomplete).toEqual([
      {
        what: 'Slack message',
        why: 'Slack answered 429 (rate_limited); the next attempt would have come too late, in 3600 s',
      },
    ]);
    expect(slack.bodies).toHaveLength(1);
  });

  test('is as patient as its budget where Slack asks for pauses', async () => {
    const busy = { status: 429, retryAfter: '0.1', body: 'rate_limited' };
    const slack = await fakeSlack(busy, busy, busy, busy, { status: 200 });
    const notifier = createSlackWebhookNotifier(async () => ok(slack.url), { timeLeft: () => 60_000 });
    expect(await notifier.notify(message)).toEqual(DELIVERED);
    expect(slack.bodies).toHaveLength(5);
  });

  test('tries again where nobody listens, since nothing can have arrived', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const url = new URL(`http://127.0.0.1:${port}/services/T0/B0/very-secret`);
    const notifier = createSlackWebhookNotifier(async () => ok(url), { timeLeft: () => 600 });
    expect(await notifier.notify(message)).toEqual({
      outcome: 'refused',
      incomplete: [
        {
          what: 'Slack message',
          why: 'No connection to Slack; the next attempt would have come too late, in 1 s',
        },
      ],
    });
  });

  test('does not send again where a gateway gave up waiting for Slack', async () => {
    const slack = await fakeSlack({ status: 504, body: 'Gateway Timeout' });
    const { outcome } = await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message);
    expect([outcome, slack.bodies.length]).toEqual(['unclear', 1]);
  });

  test.each(['invalid_blocks', 'msg_blocks_too_long', 'invalid_attachments'])(
    'sends plain text where Slack refuses the blocks, and says so: %s',
    async (body) => {
      const slack = await fakeSlack({ status: 400, body }, { status: 200 });
      expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual({
        outcome: 'delivered',
        incomplete: [{ what: 'Slack message', why: `Slack answered 400 (${body}), so it was sent as plain text` }],
      });
      expect(slack.bodies.slice(1).map((sent) => JSON.parse(sent))).toEqual([{ text: '2 new' }]);
    },
  );

  test('tries again after a server error, then says so', async () => {
    const slack = await fakeSlack({ status: 503, body: '<html>nginx</html>', retryAfter: '0' });
    const { incomplete } = await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message);
    expect(incomplete).toEqual([{ what: 'Slack message', why: 'Slack answered 503' }]);
    expect(slack.bodies).toHaveLength(4);
  });

  test.each([
    [400, 'invalid_payload', 'Slack answered 400 (invalid_payload)'],
    [404, 'no_service', `Slack answered 404 (no_service): the webhook was removed or switched off; ${STORE}`],
    [
      403,
      'invalid_token',
      `Slack answered 403 (invalid_token): the webhook was revoked, or its URL is not whole; ${STORE}`,
    ],
    [
      410,
      'channel_is_archived',
      'Slack answered 410 (channel_is_archived): unarchive the channel, or make a webhook for another and store its URL',
    ],
    [403, 'see https://hooks.slack.com/services/T0/B0/very-secret', 'Slack answered 403'],
  ])('says what Slack refused for good, once and without the URL: %i %s', async (status, body, why) => {
    const slack = await fakeSlack({ status, body });
    expect(await createSlackWebhookNotifier(async () => ok(slack.url)).notify(message)).toEqual({
      outcome: 'refused',
      incomplete: [{ what: 'Slack message', why }],
    });
    expect(slack.bodies).toHaveLength(1);
  });

  test('sends once what may have arrived, and says nothing of the URL', async () => {
    const slack = await fakeSlack({ status: 200, hang: true });
    const notifier = createSlackWebhookNotifier(async () => ok(slack.url), { timeout: 50 });
    const { outcome, incomplete } = await notifier.notify(message);
    expect([outcome, incomplete]).toMatchObject([
      'unclear',
      [{ why: expect.stringContaining('No answer from Slack') }],
    ]);
    expect(JSON.stringify(incomplete)).not.toMatch(/secret|127\.0\.0\.1/);
    expect(slack.bodies).toHaveLength(1);
  });

  test('passes on why there is no URL', async () => {
    const notifier = createSlackWebhookNotifier(async () => problem('Cannot read secret "slack": AccessDenied'));
    expect(await notifier.notify(message)).toEqual({
      outcome: 'refused',
      incomplete: [{ what: 'Slack message', why: 'Cannot read secret "slack": AccessDenied' }],
    });
  });
});
