import { expect, test } from 'vitest';
import type { Observation, RoleAssumed } from '../../../src/cloudtrail/observation.ts';
import { shownByRows } from '../../../src/sources/athena/shown-by-rows.ts';

const UNTIL = Date.UTC(2026, 10, 22, 3);
const HOUR = 3_600_000;
const ROLE = 'arn:aws:iam::123456789012:role/app' as const;
const SESSIONS = 'arn:aws:sts::123456789012:assumed-role/app/';

function call(service: string, eventName: string, at: number, first?: number): Observation {
  return {
    eventId: 'e',
    at,
    region: 'us-east-1',
    principal: { accountId: '123456789012', arn: ROLE, name: 'app' },
    eventSource: `${service}.amazonaws.com`,
    eventName,
    parameters: { kind: 'unstated' },
    resources: [],
    ...(first !== undefined && { repeats: { count: 2, first, resources: 'some', resourcesStated: false } }),
  };
}

test('rows tell of which kinds old enough events were, and are handed on', () => {
  const observed: Observation[] = [];
  const assumed: RoleAssumed[] = [];
  const nothing = () => undefined;
  const noted = shownByRows(
    {
      observe: (one) => observed.push(one),
      assumed: (one) => assumed.push(one),
      grantChanged: nothing,
      unreadable: nothing,
    },
    UNTIL,
  );
  const calls = [
    call('s3', 'HeadObject', UNTIL - 2 * HOUR),
    call('dynamodb', 'Query', UNTIL + 1, UNTIL - HOUR),
    call('sqs', 'SendMessage', UNTIL + 1),
    call('sns', 'Publish', UNTIL - HOUR),
    call('dynamodb', 'CreateTable', UNTIL - HOUR),
  ];
  const assumption: RoleAssumed = {
    at: UNTIL - 3 * HOUR,
    region: 'us-east-1',
    arn: ROLE,
    by: 'ecs-tasks.amazonaws.com',
  };
  for (const one of calls) noted.receiver.observe(one);
  noted.receiver.assumed(assumption);
  expect([observed, assumed]).toEqual([calls, [assumption]]);
  expect(noted.all()).toEqual([
    { events: 'AWS::S3::Object', at: UNTIL - 2 * HOUR },
    { events: 'AWS::DynamoDB::Table', at: UNTIL - HOUR },
    { events: 'management', at: UNTIL - 3 * HOUR },
    { events: 'AWS::S3::Object', role: SESSIONS, at: UNTIL - 2 * HOUR },
    { events: 'AWS::DynamoDB::Table', role: SESSIONS, at: UNTIL - HOUR },
  ]);
});
