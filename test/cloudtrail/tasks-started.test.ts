import { describe, expect, it } from 'vitest';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import { createFastScanner } from '../../src/cloudtrail/scan/fast-scan.ts';
import { unpacked } from '../../src/cloudtrail/scan/packed-evidence.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import { proven } from './proven.ts';
import { recordWith } from './record-with.ts';

/** Of `recordWith`. */
const AT = { at: Date.parse('2026-09-20T10:00:00Z'), region: 'eu-west-1' };
const ECS = 'arn:aws:ecs:eu-west-1:123456789012';
const API = { taskArn: `${ECS}:task/main/0a1b`, taskDefinitionArn: `${ECS}:task-definition/api:7` };
const WEB = { taskArn: `${ECS}:task/2c3d`, taskDefinitionArn: `${ECS}:task-definition/web` };

function started(tasks: unknown, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return recordWith({
    eventSource: 'ecs.amazonaws.com',
    eventName: 'RunTask',
    eventCategory: 'Management',
    requestParameters: { taskDefinition: 'api' },
    responseElements: { tasks, failures: [] },
    ...changes,
  });
}

describe('Interpretation.tasksStarted', () => {
  it.each(['RunTask', 'StartTask'])('tells the families of the tasks that %s started', (eventName) => {
    expect(interpretRecord(started([API, WEB], { eventName })).tasksStarted).toEqual([
      { ...AT, taskId: '0a1b', family: 'api', revision: 7 },
      { ...AT, taskId: '2c3d', family: 'web' },
    ]);
  });

  it('tells of a role that the call gave in place of the definition’s', () => {
    const overrides = { taskRoleArn: 'arn:aws:iam::123456789012:role/x', containerOverrides: [] };
    expect(interpretRecord(started([{ ...API, overrides }])).tasksStarted).toMatchObject([
      { taskId: '0a1b', otherRoles: true, overridingTaskRole: 'arn:aws:iam::123456789012:role/x' },
    ]);
  });

  it('tells of such a role by its short name, too, and of an execution role', () => {
    const byName = started([{ ...API, overrides: { taskRoleArn: 'x' } }]);
    expect(interpretRecord(byName).tasksStarted).toMatchObject([
      { otherRoles: true, overridingTaskRole: 'arn:aws:iam::123456789012:role/x' },
    ]);
    const execution = started([{ ...API, overrides: { executionRoleArn: 'arn:aws:iam::123456789012:role/x' } }]);
    expect(interpretRecord(execution).tasksStarted).toEqual([
      { ...AT, taskId: '0a1b', family: 'api', revision: 7, otherRoles: true },
    ]);
    const none = started([{ ...API, overrides: { containerOverrides: [], taskRoleArn: '' } }]);
    expect(interpretRecord(none).tasksStarted).toEqual([{ ...AT, taskId: '0a1b', family: 'api', revision: 7 }]);
  });

  it('reads a record whoever called, and beside what the call itself proves', () => {
    const userIdentity = { type: 'AWSService', invokedBy: 'events.amazonaws.com' };
    expect(interpretRecord(started([API], { userIdentity }))).toEqual({
      tasksStarted: [{ ...AT, taskId: '0a1b', family: 'api', revision: 7 }],
    });
    const { observation } = interpretRecord(started([API]));
    if (observation === undefined) throw new Error('expected an observation');
    expect(proven(observation).actions).toContainEqual({ action: 'ecs:RunTask', certainty: 'exact' });
  });

  it.each([
    ['another event', started([API], { eventName: 'StopTask' })],
    ['another service', started([API], { eventSource: 'batch.amazonaws.com' })],
    ['a call that failed', started([API], { errorCode: 'ClientException' })],
    ['a call that started none', started([])],
    ['a record without its response', started([API], { responseElements: null })],
    ['a task without a definition', started([{ taskArn: API.taskArn }, 'x', null])],
    ['an ARN of something else', started([{ ...API, taskArn: `${ECS}:service/main/0a1b` }])],
    ['a definition that is none', started([{ ...API, taskDefinitionArn: `${ECS}:cluster/api:7` }])],
  ])('is absent for %s', (_, record) => {
    expect(interpretRecord(record)).not.toHaveProperty('tasksStarted');
  });

  it.each([
    ['plain', createPlainScanner],
    ['fast', createFastScanner],
  ])('is gathered by the %s scanner, of every caller, wanted or not', (_, create) => {
    const userIdentity = { type: 'AWSService', invokedBy: 'events.amazonaws.com' };
    const scanner = create({ wanted: () => false });
    const Records = [started([API]), started([WEB], { userIdentity })];
    expect(scanner.scan(new TextEncoder().encode(JSON.stringify({ Records }))).records).toBe(2);
    const { observations, tasksStarted } = unpacked(scanner.take());
    expect(observations).toEqual([]);
    expect(tasksStarted).toEqual([
      { ...AT, taskId: '0a1b', family: 'api', revision: 7 },
      { ...AT, taskId: '2c3d', family: 'web' },
    ]);
    expect(unpacked(scanner.take())).not.toHaveProperty('tasksStarted');
  });
});

describe('Interpretation.taskRoleGiven', () => {
  const registered = (requestParameters: unknown, changes: Readonly<Record<string, unknown>> = {}) =>
    recordWith({
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RegisterTaskDefinition',
      eventCategory: 'Management',
      requestParameters,
      ...changes,
    });
  const GIVEN = { ...AT, arn: 'arn:aws:iam::123456789012:role/x' };

  it.each(['arn:aws:iam::123456789012:role/x', 'x'])('tells of the task role %s of a definition', (taskRoleArn) => {
    const { taskRoleGiven } = interpretRecord(registered({ family: 'api', taskRoleArn }));
    expect(taskRoleGiven).toEqual(GIVEN);
  });

  it.each([
    ['an execution role', registered({ executionRoleArn: 'x' })],
    ['a call that failed', registered({ taskRoleArn: 'x' }, { errorCode: 'ClientException' })],
    ['another event', registered({ taskRoleArn: 'x' }, { eventName: 'DeregisterTaskDefinition' })],
    ['a record without parameters', registered(null)],
  ])('is absent for %s', (_, record) => {
    expect(interpretRecord(record)).not.toHaveProperty('taskRoleGiven');
  });

  it.each([
    ['plain', createPlainScanner],
    ['fast', createFastScanner],
  ])('is gathered by the %s scanner, of every caller, wanted or not', (_, create) => {
    const scanner = create({ wanted: () => false });
    const Records = [registered({ taskRoleArn: 'x' }, { userIdentity: { type: 'IAMUser', userName: 'a' } })];
    scanner.scan(new TextEncoder().encode(JSON.stringify({ Records })));
    expect(unpacked(scanner.take()).taskRolesGiven).toEqual([GIVEN]);
  });
});
