import { expect, test } from 'vitest';
import { createLastAccessedCalls } from '../../src/aws/iam/last-accessed-sdk-calls.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import type { UsageSource } from '../../src/ports.ts';
import { addDataEvent, addEvent } from '../../src/sandbox/add-event.ts';
import { addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { lastAccessedSource } from '../../src/sources/last-accessed/last-accessed-source.ts';
import { catalog } from '../ledger/seen.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const ACCOUNT = '418295736412';

async function accountWith(roles: number, actions: readonly string[] = ['s3:*', 'sqs:SendMessage', 'ecr:GetImage']) {
  const account = emptyAccount({ now: NOW });
  const arns = Array.from(
    { length: roles },
    (_, index) =>
      addRole(account, {
        name: `role-${index}`,
        inlinePolicies: {
          app: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
        },
      }) as RoleArn,
  );
  const { sandbox, session } = await sandboxSession({ account, limits: false }, { rateLimited: false });
  const waits: number[] = [];
  const calls = { ...createLastAccessedCalls(session), wait: async (ms: number) => waits.push(ms) };
  const source = lastAccessedSource(calls, { clock: { now: () => NOW } });
  const read = (asked: readonly RoleArn[] = arns) => readFrom(source, asked);
  return { account, arns, sandbox, session, read, waits };
}

function readFrom(source: UsageSource, roles: readonly RoleArn[]) {
  return source.read(
    { accountId: ACCOUNT, regions: ['us-east-1'], from: NOW - 90 * DAY_MS, to: NOW, roles },
    usageTable(catalog).receiverFor('last-accessed'),
  );
}

test('reads of each role what it called last, tracked actions one by one', async () => {
  const { account, arns, read, waits } = await accountWith(1);
  const role = arns[0] ?? '';
  const ecr = { eventSource: 'ecr.amazonaws.com', eventName: 'GetImage', role };
  addEvent(account, { ...ecr, at: NOW - 40 * DAY_MS });
  addEvent(account, { ...ecr, at: NOW - 30 * DAY_MS, region: 'eu-west-1', errorCode: 'AccessDenied' });
  addDataEvent(account, {
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    role,
    at: NOW - 5 * HOUR_MS,
  });
  const { coverage, lastAccessed, incomplete } = await read();
  expect(coverage).toEqual([]);
  expect(incomplete).toEqual([]);
  expect(lastAccessed).toEqual([
    {
      role,
      readAt: NOW,
      services: new Map([
        ['ecr', { at: NOW - 30 * DAY_MS, region: 'eu-west-1' }],
        ['s3', { at: NOW - 5 * HOUR_MS, region: 'us-east-1' }],
        ['sqs', undefined],
      ]),
      actions: new Map([['ecr:getimage', { action: 'ecr:GetImage', at: NOW - 30 * DAY_MS, region: 'eu-west-1' }]]),
    },
  ]);
  // The first look of the sandbox's finds a job in progress.
  expect(waits).toEqual([1_500, 1_000]);
});

test('looks at no job before it can be done', async () => {
  const { read, sandbox, waits } = await accountWith(1);
  await read();
  expect(waits).toHaveLength(sandbox.calls.filter(({ operation }) => operation.startsWith('Get')).length);
});

test('asks for roles of its own account alone', async () => {
  const { sandbox, read } = await accountWith(1);
  const { lastAccessed } = await read(['arn:aws:iam::999999999999:role/other']);
  expect(lastAccessed).toEqual([]);
  expect(sandbox.calls).toEqual([]);
});

test('reads a report of several pages to its end', async () => {
  const services = Array.from({ length: 600 }, (_, index) => `service${index}:Call`);
  const { read, sandbox } = await accountWith(1, services);
  const { lastAccessed } = await read();
  expect(lastAccessed?.[0]?.services.size).toBe(600);
  expect(sandbox.calls.map(({ operation }) => operation)).toEqual([
    'GenerateServiceLastAccessedDetails',
    'GetServiceLastAccessedDetails',
    'GetServiceLastAccessedDetails',
    'GetServiceLastAccessedDetails',
  ]);
});

test('a role that is gone costs its own report alone', async () => {
  const { arns, read } = await accountWith(2);
  const gone = `arn:aws:iam::${ACCOUNT}:role/gone` as const;
  const { lastAccessed, incomplete } = await read([gone, ...arns]);
  expect(lastAccessed?.map(({ role }) => role).sort()).toEqual(arns);
  expect(incomplete.map(({ what }) => what)).toEqual([`last-accessed data of ${gone}`]);
});

test('where time is never enough for all roles, four nights of two fifths each reach every one', async () => {
  const { arns, session } = await accountWith(40);
  const nights: string[][] = [];
  for (let night = 0; night < 4; night += 1) {
    let done = 0;
    const wait = async (): Promise<void> => {
      if (done >= 16) throw new Error('out of time');
    };
    const source = lastAccessedSource(
      { ...createLastAccessedCalls(session), wait },
      {
        clock: { now: () => NOW + night * DAY_MS },
        progress: {
          stage() {},
          advance: (count) => {
            done = count;
          },
        },
      },
    );
    const { lastAccessed = [], incomplete } = await readFrom(source, arns);
    expect(lastAccessed.length + incomplete.length).toBe(40);
    nights.push(lastAccessed.map(({ role }) => role));
  }
  expect(Math.max(...nights.map((roles) => roles.length))).toBeLessThan(30);
  expect(new Set(nights.flat()).size).toBe(40);
});

test.each([
  ['GenerateServiceLastAccessedDetails', 'accessDenied'],
  ['GetServiceLastAccessedDetails', 'accessDenied'],
  ['GetServiceLastAccessedDetails', 'malformed'],
  ['GetServiceLastAccessedDetails', 'truncated'],
] as const)('when %s fails with %s, the role has no report and the loss is named', async (operation, kind) => {
  const { sandbox, read } = await accountWith(1);
  sandbox.injectFault({ service: 'iam', operation, kind });
  const { lastAccessed, incomplete } = await read();
  expect(lastAccessed).toEqual([]);
  expect(incomplete).toHaveLength(1);
  if (kind === 'accessDenied') expect(incomplete[0]?.why).toContain(`iam:${operation}`);
});
