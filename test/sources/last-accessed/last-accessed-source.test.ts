import { expect, test } from 'vitest';
import { incompleteOf } from '../../../src/base/attempt.ts';
import { usageTable } from '../../../src/evidence/usage-table.ts';
import type { RoleArn } from '../../../src/iam/arn.ts';
import type { ReportPage } from '../../../src/sources/last-accessed/last-accessed-calls.ts';
import { lastAccessedSource } from '../../../src/sources/last-accessed/last-accessed-source.ts';
import { catalog } from '../../ledger/seen.ts';

const ACCOUNT = '418295736412';
const ROLE: RoleArn = `arn:aws:iam::${ACCOUNT}:role/app`;

/** Reads one role's report from an IAM that answers with these pages, one after the other. */
async function readFrom(pages: readonly ReportPage[]) {
  const answers = [...pages];
  const source = lastAccessedSource(
    {
      start: async () => 'job',
      report: async () => answers.shift() ?? { done: false },
      wait: async () => undefined,
      incompleteOf,
    },
    { clock: { now: () => 0 } },
  );
  const request = { accountId: ACCOUNT, regions: [], from: 0, to: 1, roles: [ROLE] } as const;
  return source.read(request, usageTable(catalog).receiverFor('last-accessed'));
}

test('a service without an attempt is in the report all the same, whichever page it is on', async () => {
  const attempt = { at: 5, region: 'eu-west-1' };
  const { lastAccessed, incomplete } = await readFrom([
    { done: false },
    { done: true, services: [{ prefix: 's3', actions: [] }], next: '2' },
    { done: true, services: [{ prefix: 'sqs', attempt, actions: [{ action: 'sqs:SendMessage', ...attempt }] }] },
  ]);
  expect(incomplete).toEqual([]);
  expect(lastAccessed).toEqual([
    {
      role: ROLE,
      readAt: 0,
      services: new Map([
        ['s3', undefined],
        ['sqs', attempt],
      ]),
      actions: new Map([['sqs:sendmessage', { action: 'sqs:SendMessage', ...attempt }]]),
    },
  ]);
});

test.each([
  ['a report that is never ready', [], 'not ready after 40 seconds'],
  [
    'a report whose second page is not ready',
    [{ done: true, services: [], next: '2' }, { done: false }],
    'a further page of the report was not ready',
  ],
] as const)('%s is a loss, not a report of less', async (_, pages, why) => {
  const { lastAccessed, incomplete } = await readFrom(pages);
  expect(lastAccessed).toEqual([]);
  expect(incomplete).toEqual([{ what: `last-accessed data of ${ROLE}`, why: expect.stringContaining(why) }]);
});

/** Reads the reports of some roles of seven, so many a run. */
async function readTurn(
  most: number,
  turnEndedAt?: string,
  fails: (role: string) => boolean = () => false,
  besideOthers = false,
) {
  const roles = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name): RoleArn => `arn:aws:iam::${ACCOUNT}:role/${name}`);
  const source = lastAccessedSource(
    {
      start: async (role) => {
        if (fails(role)) throw new Error('denied');
        return 'job';
      },
      report: async () => ({ done: true, services: [] }),
      wait: async () => undefined,
      incompleteOf,
    },
    { clock: { now: () => 0 }, most, besideOthers },
  );
  const request = { accountId: ACCOUNT, regions: [], from: 0, to: 1, roles: roles.toReversed() } as const;
  const outcome = await source.read(
    { ...request, ...(turnEndedAt !== undefined && { turnEndedAt }) },
    usageTable(catalog).receiverFor('last-accessed'),
  );
  return { ...outcome, names: (outcome.lastAccessed ?? []).map(({ role }) => role.at(-1)).join('') };
}

test('where there are more roles than a run reads, each run goes on where the last one ended', async () => {
  const turns: string[] = [];
  let ended: string | undefined;
  for (let run = 0; run < 5; run += 1) {
    const { names, turnEndedAt, caveats } = await readTurn(3, ended);
    turns.push(names);
    ended = turnEndedAt;
    expect(caveats).toEqual([
      expect.stringMatching(/^IAM's last-accessed data of 4 of 7 roles was not read by this run/),
    ]);
  }
  expect(turns).toEqual(['abc', 'def', 'gab', 'cde', 'fga']);
});

test('where nobody asked for it by name, what IAM does not give is a caveat, no loss', async () => {
  const { names, caveats, incomplete } = await readTurn(7, undefined, (role) => role.endsWith('/c'), true);
  expect(names).toBe('abdefg');
  expect(incomplete).toEqual([]);
  expect(caveats).toEqual([
    expect.stringMatching(/^IAM did not give the last-accessed data of 1 role \(.*stays open\.$/),
  ]);
});

test('a run that has the time for all says nothing of turns', async () => {
  const { names, turnEndedAt, caveats } = await readTurn(7);
  expect([names, turnEndedAt, caveats]).toEqual(['abcdefg', undefined, undefined]);
});

test('roles that could not be read do not hold up the turn of others', async () => {
  const { names, turnEndedAt } = await readTurn(3, undefined, (role) => role.endsWith('/c'));
  expect([names, turnEndedAt?.at(-1)]).toEqual(['ab', 'b']);
  expect((await readTurn(3, undefined, () => true)).turnEndedAt).toBeUndefined();
});
