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
    expect(alarms).toHaveLength(4);
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
