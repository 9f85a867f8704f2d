import { expect, test } from 'vitest';
import { familyAndRevisionOf, isTaskDefinitionArn, parseTaskDefinitionArn } from '../../src/ecs/task-definition-arn.ts';

test.each([
  ['arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:7', 'my-app', 7],
  ['arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task-definition/A_b-3:12345', 'A_b-3', 12345],
  ['arn:aws:ecs:eu-west-1:123456789012:daemon-task-definition/agent:1', 'agent', 1],
] as const)('%s is revision %3$d of %2$s', (arn, family, revision) => {
  expect(parseTaskDefinitionArn(arn)).toEqual({ ok: true, value: arn });
  expect(familyAndRevisionOf(arn)).toEqual({ family, revision });
});

test.each([
  '',
  'my-app:7',
  'arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app',
  'arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:0',
  'arn:aws:ecs:eu-west-1:123456789012:task-definition/my-app:latest',
  'arn:aws:ecs:eu-west-1:1234:task-definition/my-app:7',
  'arn:aws:ecs:eu-west-1:123456789012:task/my-app:7',
])('"%s" is the ARN of no revision', (text) => {
  expect(isTaskDefinitionArn(text)).toBe(false);
  expect(parseTaskDefinitionArn(text)).toMatchObject({
    problem: expect.stringContaining(`Cannot parse task-definition ARN "${text}": expected`),
  });
});
