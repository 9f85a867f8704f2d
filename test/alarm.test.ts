import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOfHandler } from '../src/cli/demo-lambda.ts';
import { slackText } from '../src/report/slack/slack-text.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { handlerEnvironment } from './support/run-handler.ts';
import { smallAccount } from './support/small-account.ts';

const ACCOUNT = smallAccount(0).account.accountId;

/** As "Invoke a Lambda function from an alarm" (CloudWatch's user guide) shows it. */
const ALARM = {
  source: 'aws.cloudwatch',
  alarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:auditor-ErrorAlarm-1A2B`,
  accountId: ACCOUNT,
  time: '2026-11-28T03:20:15.490+0000',
  region: 'us-east-1',
  alarmData: {
    alarmName: 'auditor-ErrorAlarm-1A2B',
    state: {
      value: 'ALARM',
      reason: 'Threshold Crossed: 1 datapoint was greater than the threshold (1.0).',
      timestamp: '2026-11-28T03:20:15.490+0000',
    },
    previousState: { value: 'OK', reason: '', timestamp: '2026-11-21T03:20:15.490+0000' },
    configuration: { description: 'The nightly audit ended with an error; its log group says why.', metrics: [] },
  },
};

describe('an alarm that the function is given', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  });
  afterEach(() => sandbox.close());

  const handOn = (event: unknown, environment = {}): Promise<unknown> =>
    answerOfHandler(event, handlerEnvironment(sandbox, environment), { accountId: ACCOUNT });

  test('is handed on, and nothing is audited', async () => {
    const topic = `arn:aws:sns:eu-west-1:${ACCOUNT}:audits`;
    const answer = await handOn(ALARM, { AUDITOR_SNS_TOPIC: topic });
    expect(answer).toEqual({ alarm: 'auditor-ErrorAlarm-1A2B', state: 'ALARM', told: 2 });
    const blocks = sandbox.state.slackMessages[0]?.blocks ?? [];
    const text = slackText(blocks as unknown as Parameters<typeof slackText>[0]);
    expect(text).toContain('Alarm of the audit of ECS roles: auditor-ErrorAlarm-1A2B');
    expect(text).toContain('The nightly audit ended with an error; its log group says why. Threshold Crossed');
    expect(text).toContain('Log group: /aws/lambda/ecs-role-auditor');
    expect(sandbox.state.topicMessages).toMatchObject([
      { subject: 'Alarm of the audit of ECS roles: auditor-ErrorAlarm-1A2B' },
    ]);
    expect(sandbox.calls.map(({ service }) => service)).not.toContain('ecs');
  });

  test('is handed on whatever the other settings are', async () => {
    expect(await handOn(ALARM, { AUDITOR_MIN_AGE: 'soon' })).toMatchObject({ told: 1 });
  });

  test('is tried again where nobody could be told', async () => {
    sandbox.injectFault({ service: 'slack', kind: 'accessDenied' });
    await expect(handOn(ALARM)).rejects.toThrow('Cannot tell anybody of alarm auditor-ErrorAlarm-1A2B');
  });

  test('is not repeated where it may have arrived', async () => {
    sandbox.injectFault({ service: 'slack', kind: 'truncated' });
    expect(await handOn(ALARM)).toMatchObject({ told: 1 });
    expect(sandbox.state.slackMessages).toHaveLength(1);
  });

  test('tells nobody where nobody is to be told', async () => {
    expect(await handOn(ALARM, { AUDITOR_NOTIFY: 'false' })).toMatchObject({ told: 0 });
    expect(sandbox.calls).toEqual([]);
  });

  test('must be one: other events of CloudWatch are refused', async () => {
    const event = { ...ALARM, alarmData: {} };
    expect(await handOn(event)).toMatchObject({ errorType: 'EventError' });
  });
});
