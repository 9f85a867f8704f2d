import * as fc from 'fast-check';
import { DAY_MS } from '../../src/base/time.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import type { Coverage, RecordsRead } from '../../src/evidence/coverage.ts';
import { intervals } from '../../src/evidence/intervals.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { encodeDocument } from '../../src/ledger/document-form.ts';
import { evidenceRecorder } from '../../src/ledger/evidence-recorder.ts';
import type { SeenGrants } from '../../src/ledger/grant-history.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { LEDGER_FORM } from '../../src/ledger/ledger-form.ts';
import type { StoredFinding } from '../../src/ledger/stored-finding.ts';
import { runKey, type StoredRun } from '../../src/ledger/stored-run.ts';
import { ACCOUNT, daysAgo, NOW, ROLE_ID, seen } from './seen.ts';

/** Equal ledgers have equal texts. */
export function textOf(ledger: Ledger): string {
  return encodeDocument(LEDGER_FORM, ACCOUNT, ledger);
}

/** What a recorder notes of these observations, read by LookupEvents. */
export function ledgerOf(observations: readonly Observation[], coverage: readonly Coverage[] = []): Ledger {
  const recorder = evidenceRecorder();
  const receiver = recorder.receiverFor('lookup', usageTable().receiverFor('lookup'));
  for (const observation of observations) receiver.observe(observation);
  recorder.covered(coverage);
  return recorder.seen();
}

// Few of everything, so that different ledgers meet on the same keys and the same moments.
const at = fc.integer({ min: 0, max: 20 }).map((days) => NOW - days * DAY_MS);
const region = fc.constantFrom('eu-west-1', 'us-east-1');
const few = fc.constantFrom('a', 'b', '__proto__');

export const observation: fc.Arbitrary<Observation> = fc
  .record({
    action: fc.constantFrom('s3:GetObject', 's3:getobject', 'kms:Decrypt'),
    at,
    region,
    outcome: fc.constantFrom('used', 'denied', 'nothing'),
    certainty: fc.constantFrom('exact', 'possible', 'implied'),
    resources: fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 4 }),
    eventId: few,
    errorCode: fc.constantFrom('AccessDenied', 'NoSuchKey'),
    roleId: fc.constantFrom(ROLE_ID, undefined),
    unknownIn: fc.subarray(['foo', 'bar']),
  })
  .map(({ action, certainty, roleId, ...parts }) =>
    seen(
      action as 's3:GetObject',
      {
        ...parts,
        principal: { name: 'App-Task', accountId: ACCOUNT, ...(roleId === undefined ? {} : { roleId }) },
      } as Partial<Observation>,
      certainty as 'exact',
    ),
  );

const periods = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 9 })), { maxLength: 3 })
  .map((pairs) => intervals(pairs.map(([days, length]) => ({ from: daysAgo(days), to: daysAgo(days - length) }))));

export const coverage: fc.Arbitrary<Coverage> = fc.record({
  source: fc.constantFrom('lookup', 'trail'),
  region,
  management: periods,
  excludedEventSources: fc.subarray(['kms.amazonaws.com', 'rdsdata.amazonaws.com']),
  dataEvents: fc.dictionary(fc.constantFrom('AWS::S3::Object', 'AWS::SQS::Queue'), periods),
});

const recordsRead: fc.Arbitrary<RecordsRead> = fc
  .record({
    region,
    read: periods,
    dataRead: fc.option(periods, { nil: undefined }),
    location: fc.option(fc.record({ bucket: few, prefix: few }), { nil: undefined }),
  })
  .map(({ location, dataRead, ...rest }) => ({
    source: 'trail',
    ...rest,
    ...(location === undefined ? {} : { location }),
    ...(dataRead === undefined ? {} : { dataRead }),
  }));

const statement = fc
  .record({ first: at, last: at, again: fc.option(at, { nil: undefined }) })
  .map(({ again, ...rest }) => (again === undefined ? rest : { ...rest, again }));

const grants: fc.Arbitrary<SeenGrants> = fc.record({
  since: at,
  last: at,
  statements: fc.array(fc.tuple(few, statement), { maxLength: 3 }).map((pairs) => new Map(pairs)),
});

const finding: fc.Arbitrary<StoredFinding> = fc.record({
  rule: few,
  roleArn: few,
  severity: fc.constantFrom('HIGH', 'LOW'),
  title: few,
  open: fc.boolean(),
  firstSeen: at,
  createdAt: at,
  updatedAt: at,
  families: fc.subarray(['x', 'y']),
  actions: fc.subarray(['s3:GetObject', 'kms:Decrypt']),
});

const counts = fc.dictionary(fc.constantFrom('HIGH', 'unused'), fc.nat({ max: 2 }));

const run: fc.Arbitrary<StoredRun> = fc.record(
  {
    at: fc.integer({ min: 0, max: 8 }).map((quarters) => NOW - (quarters * DAY_MS) / 4),
    regions: fc.constantFrom('all', 'eu-west-1 us-east-1'),
    roles: fc.nat({ max: 2 }),
    findings: counts,
    notLookedAt: fc.nat({ max: 2 }),
    suppressed: fc.nat({ max: 2 }),
    verdicts: counts,
    complete: fc.boolean(),
  },
  { requiredKeys: ['at', 'regions', 'roles', 'findings', 'suppressed', 'verdicts', 'complete'] },
);

const notifications = fc.record({ at, findings: mapOf(fc.constantFrom('HIGH', 'LOW')) });

function mapOf<V>(value: fc.Arbitrary<V>): fc.Arbitrary<ReadonlyMap<string, V>> {
  return fc.array(fc.tuple(few, value), { maxLength: 3 }).map((pairs) => new Map(pairs));
}

/** Any ledger that runs can come to. */
export const ledger: fc.Arbitrary<Ledger> = fc
  .record({
    observations: fc.array(observation, { maxLength: 8 }),
    coverages: fc.array(coverage, { maxLength: 3 }),
    reads: fc.array(recordsRead, { maxLength: 2 }),
    changes: fc.array(fc.record({ at, eventName: few, roleName: few }), { maxLength: 3 }),
    signs: fc.array(fc.record({ at, region, by: few }), { maxLength: 2 }),
    grants: mapOf(grants),
    findings: mapOf(finding),
    sightings: mapOf(fc.array(fc.tuple(at, few), { minLength: 1, maxLength: 3 }).map((pairs) => new Map(pairs))),
    runs: fc.array(run, { maxLength: 4 }).map((runs) => new Map(runs.map((each) => [runKey(each), each] as const))),
    notifications: mapOf(notifications),
  })
  .map(({ observations, coverages, reads, changes, signs, ...rest }) => {
    const recorder = evidenceRecorder();
    const receiver = recorder.receiverFor('lookup', usageTable().receiverFor('lookup'));
    for (const each of observations) receiver.observe(each);
    for (const change of changes) receiver.grantChanged(change);
    for (const sign of signs) receiver.assumed({ ...sign, arn: `arn:aws:iam::${ACCOUNT}:role/app-task` });
    recorder.covered(coverages, reads);
    return { ...recorder.seen(), ...rest };
  });
