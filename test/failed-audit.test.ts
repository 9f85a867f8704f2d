import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOfHandler } from '../src/cli/demo-lambda.ts';
import { slackText } from '../src/report/slack/slack-text.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { notificationSettingsIn, notifyFailure } from '../src/wiring/notify-failure.ts';
import { handlerEnvironment, type RunOptions, runHandler } from './support/run-handler.ts';
import { SMALL_CHANNEL, smallAccount } from './support/small-account.ts';

const CANARY = 'canary';
const ACCOUNT = smallAccount(0).account.accountId;
const TOPIC = smallAccount(0).account.topics.join('');

describe('an audit that fails', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  });
  afterEach(() => sandbox.close());

  const failed = (options: RunOptions): Promise<unknown> =>
    runHandler(sandbox, options).catch((error: unknown) => error);

  function told(): string {
    const [message, ...others] = sandbox.state.slackMessages;
    expect(others).toEqual([]);
    return slackText((message?.blocks ?? []) as unknown as Parameters<typeof slackText>[0]);
  }

  test('is told with what failed and where to look, and Lambda hears of it, too', async () => {
    const error = await failed({ environment: { AUDITOR_MIN_AGE: 'soon' } });
    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining('AUDITOR_MIN_AGE is "soon"') });
    const text = told();
    expect(text).toContain(`The audit of ECS roles in account ${ACCOUNT} failed`);
    expect(text).toContain(`Function: arn:aws:lambda:us-east-1:${ACCOUNT}:function:ecs-role-auditor`);
    expect(text).toContain('AUDITOR_MIN_AGE is "soon": expected a duration such as 45d');
    expect(text).toMatch(/Request id: [0-9a-f-]{36}\nLog group: \/aws\/lambda\/ecs-role-auditor/);
  });

  test('is told with one line for each setting that cannot be used, by Slack and by e-mail', async () => {
    const environment = { AUDITOR_MIN_AGE: 'soon', AUDITOR_REGIONS: 'eu-west', AUDITOR_SNS_TOPIC: TOPIC };
    await failed({ environment });
    const lines = [
      'Cannot use the configuration:',
      '• AUDITOR_REGIONS is "eu-west": expected "all" or a comma-separated list such as us-east-1,eu-west-1',
      '• AUDITOR_MIN_AGE is "soon": expected a duration such as 45d (d, h or m)',
    ].join('\n');
    expect(told()).toContain(lines);
    expect(sandbox.state.topicMessages.map(({ message }) => message)).toEqual([expect.stringContaining(lines)]);
  });

  test('is told where the account cannot be opened', async () => {
    sandbox.injectFault({ service: 'sts', kind: 'accessDenied' });
    expect(await failed({})).toBeInstanceOf(Error);
    expect(told()).toContain('sts:GetCallerIdentity');
  });

  test('is told once, and answered, where the event cannot be read: Lambda would try in vain what is thrown', async () => {
    const event = { detail: { region: 'us-east-1' } };
    const answer = await answerOfHandler(event, handlerEnvironment(sandbox), { accountId: ACCOUNT });
    const errorMessage = expect.stringContaining('Cannot read the event: detail.region is not known');
    expect(answer).toEqual({ errorType: 'EventError', errorMessage });
    expect(told()).toContain('Cannot read the event: detail.region is not known');
    expect(sandbox.calls.map(({ operation }) => operation).sort()).toEqual(['GetSecretValue', 'PostMessage']);
  });

  test.each([
    ['inside', { detail: { dryRun: true, region: 'us-east-1' } }],
    ['beside', { dryRun: true }],
  ])('is not told where an unusable event has dryRun %s its detail', async (_where, event) => {
    const answer = await answerOfHandler(event, handlerEnvironment(sandbox), { accountId: ACCOUNT });
    expect(answer).toMatchObject({ errorType: 'EventError' });
    expect(sandbox.calls).toEqual([]);
  });

  test('is answered where the event asks for another account', async () => {
    const event = { detail: { account: '123456789012', dryRun: true } };
    const answer = await answerOfHandler(event, handlerEnvironment(sandbox), { accountId: ACCOUNT });
    expect(answer).toMatchObject({ errorMessage: expect.stringContaining(`expected ${ACCOUNT}`) });
  });

  test('is told once however often Lambda tries', async () => {
    const environment = handlerEnvironment(sandbox, { AUDITOR_MIN_AGE: 'soon' });
    const attempt = (requestId: string): Promise<unknown> =>
      answerOfHandler(null, environment, { accountId: ACCOUNT, requestId });
    await expect(attempt('one')).rejects.toThrow('AUDITOR_MIN_AGE');
    await expect(attempt('one')).rejects.toThrow('AUDITOR_MIN_AGE');
    expect(sandbox.state.slackMessages).toHaveLength(1);
    await expect(attempt('another')).rejects.toThrow('AUDITOR_MIN_AGE');
    expect(sandbox.state.slackMessages).toHaveLength(2);
  });

  test('is told by a bot, and by SNS, as well', async () => {
    const topic = `arn:aws:sns:eu-west-1:${sandbox.account.accountId}:audits`;
    const environment = {
      AUDITOR_MIN_AGE: 'soon',
      AUDITOR_SLACK_WEBHOOK_SECRET: '',
      AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token',
      AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL,
      AUDITOR_SNS_TOPIC: topic,
    };
    await failed({ environment });
    expect(told()).toContain('AUDITOR_MIN_AGE');
    expect(sandbox.state.topicMessages).toMatchObject([
      {
        subject: `The audit of ECS roles in account ${ACCOUNT} failed`,
        message: expect.stringContaining('AUDITOR_MIN_AGE is "soon"'),
      },
    ]);
  });

  test('is told once by what is usable of settings that are not', async () => {
    const environment = { AUDITOR_SLACK_CHANNEL: '#ecs', AUDITOR_QUIET_NIGHTS: 'always', AUDITOR_WEBHOOK: 'x' };
    expect(await failed({ environment })).toMatchObject({ name: 'ConfigError' });
    expect(told()).toContain('AUDITOR_WEBHOOK is not a setting');
  });

  test.each([
    ['is a run that only looks', { environment: { AUDITOR_MIN_AGE: 'soon' }, detail: { dryRun: true } }],
    ['tells nobody', { environment: { AUDITOR_MIN_AGE: 'soon', AUDITOR_NOTIFY: 'false' } }],
    ['knows of nobody', { environment: { AUDITOR_MIN_AGE: 'soon', AUDITOR_SLACK_WEBHOOK_SECRET: '' } }],
  ])('is not told where it %s', async (_which, options) => {
    expect(await failed(options)).toMatchObject({ name: 'ConfigError' });
    expect(sandbox.state.slackMessages).toEqual([]);
  });

  test('fails with its own error where nobody can be told', async () => {
    sandbox.injectFault({ service: 'slack', kind: 'accessDenied' });
    expect(await failed({ environment: { AUDITOR_MIN_AGE: 'soon' } })).toMatchObject({ name: 'ConfigError' });
  });

  test('never tells a secret', async () => {
    const environment = {
      AUDITOR_MIN_AGE: `xoxb-1-${CANARY}`,
      AUDITOR_REGIONS: `https://hooks.slack.com/services/T0/B0/${CANARY}`,
      AUDITOR_SLACK_TOKEN_PARAMETER: `xoxb-2-${CANARY}`,
    };
    const error = await failed({ environment });
    expect(String(error)).not.toContain(CANARY);
    expect(sandbox.state.slackMessages).toHaveLength(1);
    expect(JSON.stringify(sandbox.state.slackMessages)).not.toContain(CANARY);
  });
});

test('without credentials, what could not be told is returned', async () => {
  const notifications = notificationSettingsIn({ AUDITOR_SLACK_WEBHOOK_SECRET: 'slack' });
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account });
  const credentials = () => Promise.reject(new Error('no credentials'));
  const aws = { region: 'us-east-1', endpoint: sandbox.endpoint, credentials };
  const incomplete = await notifyFailure(notifications, {
    error: new Error('bug'),
    at: 0,
    where: {},
    budget: 5_000,
    aws,
  });
  expect(incomplete).toMatchObject([
    { what: 'Slack message', why: expect.stringContaining('Cannot read secret "slack"') },
  ]);
  await sandbox.close();
});
