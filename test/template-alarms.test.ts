import { describe, expect, test } from 'vitest';
import { readTemplate, type Stack, stackOf } from './support/cloudformation.ts';

const template = readTemplate();

describe('the alarms', () => {
  const AlarmTopicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms';

  const alarmsOf = (stack: Stack) =>
    Object.entries(stack.resources)
      .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
      .map(([name, { Properties }]) => [name, Properties] as const);

  test('take no silence for a breach: no metric has data minutes after a deployment', () => {
    const alarms = alarmsOf(stackOf(template, { AlarmTopicArn }));
    expect(alarms).toHaveLength(7);
    for (const [name, { TreatMissingData, AlarmActions }] of alarms) {
      expect([name, TreatMissingData]).toEqual([name, name === 'NoSuccessAlarm' ? 'missing' : 'notBreaching']);
      expect(AlarmActions).toEqual([AlarmTopicArn]);
    }
  });

  test('tell silence by having no data any more', () => {
    expect(stackOf(template, { AlarmTopicArn }).property('NoSuccessAlarm', 'InsufficientDataActions')).toEqual([
      AlarmTopicArn,
    ]);
    expect(stackOf(template).property('NoSuccessAlarm', 'InsufficientDataActions')).toBeUndefined();
  });

  const Slack = { SlackWebhookParameterName: '/ecs-role-auditor/slack-webhook' };
  const near = 'arn:aws:sns:eu-west-1:123456789012:audits';
  const SnsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
  test.each<[string, Readonly<Record<string, string>>, 'AlarmTopicArn' | 'SnsTopicArn' | 'function' | 'nobody']>([
    ['their own topic', { AlarmTopicArn, SnsTopicArn: near, ...Slack }, 'AlarmTopicArn'],
    ['the topic of messages', { SnsTopicArn: near }, 'SnsTopicArn'],
    ['the topic of messages, also beside Slack', { SnsTopicArn: near, ...Slack }, 'SnsTopicArn'],
    ['the function for Slack', Slack, 'function'],
    ['the function for a topic of another Region', { SnsTopicArn: near.replace('eu-west-1', 'us-east-1') }, 'function'],
    ['the function for a topic of another account', { SnsTopicArn: near.replace('1234', '9999') }, 'function'],
    ['the function for a topic with a key', { SnsTopicArn: near, SnsKeyArn }, 'function'],
    ['nobody, where nobody is told at all', {}, 'nobody'],
  ])('tell %s', (_, parameters, whom) => {
    const stack = stackOf(template, parameters);
    const actions = {
      AlarmTopicArn: [AlarmTopicArn],
      SnsTopicArn: [near],
      function: [stack.resources['ErrorAlarm'] && stack.property('ErrorAlarm', 'AlarmActions')].flat(),
      nobody: undefined,
    }[whom];
    for (const [name, { AlarmActions, InsufficientDataActions }] of alarmsOf(stack)) {
      const told = name === 'RefusedEventAlarm' && whom === 'function' ? undefined : actions;
      expect([name, AlarmActions]).toEqual([name, told]);
      expect(InsufficientDataActions).toEqual(name === 'NoSuccessAlarm' ? actions : undefined);
    }
    const permission = stack.resources['AlarmPermission']?.Properties;
    if (whom !== 'function') expect(permission).toBeUndefined();
    else {
      expect(JSON.stringify(actions)).toContain('AuditFunction');
      expect(permission).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
        SourceAccount: '123456789012',
        SourceArn: expect.stringMatching(/^arn:aws:cloudwatch:eu-west-1:123456789012:alarm:.+-\*$/),
      });
    }
  });

  const pauses = template.Parameters['HoursBetweenRuns']?.AllowedValues ?? [];
  test.each(pauses)('follow a schedule that pauses for %s hours', (pause) => {
    const stack = stackOf(template, { HoursBetweenRuns: String(pause) });
    const hours = pause === 'nightly' ? 24 : Number(pause);
    const alarm = stack.resources['NoSuccessAlarm']?.Properties;
    // "An alarm's total current evaluation period can be no longer than seven days" (CloudWatch, PutMetricAlarm).
    if (hours >= 7 * 24) expect(alarm).toBeUndefined();
    else {
      expect(alarm).toMatchObject({ Period: 3600, EvaluationPeriods: hours + 2, DatapointsToAlarm: hours + 2 });
      expect(hours + 2).toBeLessThanOrEqual(7 * 24);
    }
  });

  test('wait for nothing where the schedule is off', () => {
    const stack = stackOf(template, { ScheduleState: 'DISABLED' });
    expect(stack.property('AuditSchedule', 'State')).toBe('DISABLED');
    expect(stack.resources).not.toHaveProperty('NoSuccessAlarm');
    expect(stack.outputs['ScheduleState']).toBe('DISABLED');
  });
});
