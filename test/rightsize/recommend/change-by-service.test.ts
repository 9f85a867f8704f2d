import { expect, test } from 'vitest';
import type { Action } from '../../../src/iam/action.ts';
import { changeByService, serviceChangeText } from '../../../src/rightsize/recommend/change-by-service.ts';
import { ORDER_IN_SHORT, orderOfSteps } from '../../../src/rightsize/recommend/order-of-steps.ts';

test('counts what each service keeps and drops, those that lose most first', () => {
  const granted = ['s3:GetObject', 'sqs:A', 'sqs:B', 'rds:X', 'rds:Y', 'ec2:Z'] as Action[];
  const change = { dropped: ['sqs:a', 'sqs:B', 'rds:X'] as Action[], ineffective: ['ec2:Z'] as Action[], unproven: [] };
  expect(changeByService(granted, change).map(serviceChangeText)).toEqual([
    'sqs: drop 2',
    'ec2: drop 1',
    'rds: keep 1, drop 1',
    's3: keep 1',
  ]);
});

test('a change adds before it takes away, and has no step for what it does not do', () => {
  const [add, watch, detach, back] = orderOfSteps({ documents: [1], replaces: [1] });
  expect([add, watch, detach, back]).toEqual([
    expect.stringMatching(/^Add /),
    expect.stringMatching(/^Watch /),
    expect.stringMatching(/^Detach /),
    expect.stringContaining('removed-and-missed'),
  ]);
  expect(orderOfSteps({ documents: [], replaces: [1] })).toEqual([detach, back]);
  expect(orderOfSteps({ documents: [1], replaces: [] })).toEqual([add, watch]);
  expect(ORDER_IN_SHORT).toMatch(/^Add .*, watch, then detach /);
});
