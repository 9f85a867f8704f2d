import * as fc from 'fast-check';
import { DAY_MS } from '../../src/base/time.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import type { ParameterFacets } from '../../src/cloudtrail/parameter-facets.ts';
import type { SessionPrefix } from '../../src/cloudtrail/trail-settings/session-filter.ts';
import { type ActivityRecorder, activityRecorder } from '../../src/evidence/activity-recorder.ts';
import type { Coverage, RecordsRead } from '../../src/evidence/coverage.ts';
import { type EvidencePart, joinEvidence, NO_EVIDENCE } from '../../src/evidence/evidence-part.ts';
import { intervals } from '../../src/evidence/intervals.ts';
import { roleEventsKey } from '../../src/evidence/role-events-key.ts';
import { encodeDocument } from '../../src/ledger/document-form.ts';
import type { GrantHistory } from '../../src/ledger/grant-history.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { EVIDENCE_FORM, LEDGER_FORM } from '../../src/ledger/ledger-form.ts';
import type { NotificationLog } from '../../src/ledger/notification-log.ts';
import { MESSAGE_STATUSES } from '../../src/ledger/notification-state.ts';
import { MARKER_STATUSES, type RunMarker, type RunMarkers } from '../../src/ledger/run-marker.ts';
import type { StoredFinding } from '../../src/ledger/stored-finding.ts';
import { runKey, type StoredRun } from '../../src/ledger/stored-run.ts';
import { ACCOUNT, DENIED, daysAgo, NOW, ROLE_ID, seen, THROTTLED } from './seen.ts';

/** Equal ledgers have equal texts. */
export function textOf(ledger: Ledger): string {
  return encodeDocument(LEDGER_FORM, ACCOUNT, ledger);
}

/** Equal evidence has equal texts. */
export function evidenceText(evidence: EvidencePart): string {
  return encodeDocument(EVIDENCE_FORM, ACCOUNT, evidence);
}

/** All that a recorder booked, of whatever time. */
export function bookedBy(recorder: ActivityRecorder): EvidencePart {
  return [...recorder.parts().values()].map((part) => part.seen()).reduce(joinEvidence, NO_EVIDENCE);
}

/** What a recorder books of these observations, read by LookupEvents. */
export function evidenceOf(observations: readonly Observation[], coverage: readonly Coverage[] = []): EvidencePart {
  const recorder = activityRecorder();
  for (const observation of observations) recorder.receiverFor('lookup').observe(observation);
  recorder.covered(coverage);
  return bookedBy(recorder);
}

// Few of everything, so that different ledgers meet on the same keys and the same moments.
const at = fc.integer({ min: 0, max: 20 }).map((days) => NOW - days * DAY_MS);
const region = fc.constantFrom('eu-west-1', 'us-east-1');
const few = fc.constantFrom('a', 'b', '__proto__');

const parameters: fc.Arbitrary<ParameterFacets> = fc.oneof(
  fc.constant<ParameterFacets>({ kind: 'unstated' }),
  fc.constant<ParameterFacets>({ kind: 'any' }),
  // More variants than are kept apart.
  fc.tuple(fc.subarray(['tags', 'key', 'roleArn']), fc.nat({ max: 40 }), fc.boolean()).map(
    ([names, place, isCopy]): ParameterFacets => ({
      kind: 'named',
      names: [...names, `p${place}`].sort(),
      values: isCopy ? { copySource: ['version'] } : {},
    }),
  ),
);

export const observation: fc.Arbitrary<Observation> = fc
  .record({
    action: fc.constantFrom('s3:GetObject', 's3:CopyObject', 'kms:Decrypt', 'foo:NewCall'),
    at,
    region,
    error: fc.constantFrom({}, DENIED, THROTTLED, { errorCode: 'NoSuchKey' }),
    parameters,
    resources: fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 4 }),
    eventId: few,
    summary: fc.constantFrom(undefined, 'certain', 'uncertain'),
    roleId: fc.constantFrom(ROLE_ID, undefined),
  })
  .map(({ action, error, roleId, summary, ...parts }) =>
    seen(action as 's3:GetObject', {
      ...parts,
      ...error,
      ...(summary === undefined ? {} : { summary: summary as 'certain' }),
      principal: { name: 'App-Task', accountId: ACCOUNT, ...(roleId === undefined ? {} : { roleId }) },
    }),
  );

const periods = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 9 })), { maxLength: 3 })
  .map((pairs) => intervals(pairs.map(([days, length]) => ({ from: daysAgo(days), to: daysAgo(days - length) }))));

const roleEvents = fc
  .record({
    type: fc.constantFrom('AWS::S3::Object', 'AWS::SQS::Queue'),
    role: fc.constantFrom<SessionPrefix>('arn:aws:sts::1:assumed-role/app/', 'arn:aws:sts::1:assumed-role/app-2/'),
    muted: fc.subarray(['GetObject', 'SendMessage']),
  })
  .map(roleEventsKey);

export const coverage: fc.Arbitrary<Coverage> = fc.record(
  {
    source: fc.constantFrom('lookup', 'trail'),
    region,
    management: periods,
    excludedEventSources: fc.subarray(['kms.amazonaws.com', 'rdsdata.amazonaws.com']),
    dataEvents: fc.dictionary(fc.constantFrom('AWS::S3::Object', 'AWS::SQS::Queue'), periods),
    roleDataEvents: fc.dictionary(roleEvents, periods, { minKeys: 1 }),
  },
  { requiredKeys: ['source', 'region', 'management', 'excludedEventSources', 'dataEvents'] },
);

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

const grants: fc.Arbitrary<GrantHistory> = fc.record({
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

function mapOf<V>(value: fc.Arbitrary<V>): fc.Arbitrary<ReadonlyMap<string, V>> {
  return fc.array(fc.tuple(few, value), { maxLength: 3 }).map((pairs) => new Map(pairs));
}

const assumption = fc
  .record({
    at,
    region,
    by: fc.constantFrom('ecs-tasks.amazonaws.com', 'a'),
    task: fc.nat({ max: 3 }),
    days: fc.nat({ max: 9 }),
  })
  .map(({ task, days, ...rest }) => ({
    ...rest,
    first: rest.at - days * DAY_MS,
    sessionName: task === 3 ? 'deploy' : task.toString(16).padStart(8, '0').padEnd(32, '0'),
  }));

const start = fc
  .record({ at, region, taskId: few, family: few, revision: fc.nat(3), overrides: fc.boolean() })
  .map(({ overrides, ...rest }) => ({
    ...rest,
    ...(overrides
      ? { otherRoles: true as const, overridingTaskRole: `arn:aws:iam::${ACCOUNT}:role/app-task` as const }
      : {}),
  }));

/** Any evidence that runs can come to. */
export const evidence: fc.Arbitrary<EvidencePart> = fc
  .record({
    observations: fc.array(observation, { maxLength: 24 }),
    coverages: fc.array(coverage, { maxLength: 3 }),
    reads: fc.array(recordsRead, { maxLength: 2 }),
    changes: fc.array(fc.record({ at, eventName: few, roleName: few }), { maxLength: 3 }),
    assumptions: fc.array(assumption, { maxLength: 4 }),
    starts: fc.array(start, { maxLength: 3 }),
  })
  .map(({ observations, coverages, reads, changes, assumptions, starts }) => {
    const recorder = activityRecorder();
    const receiver = recorder.receiverFor('lookup');
    for (const each of observations) receiver.observe(each);
    for (const change of changes) receiver.grantChanged(change);
    for (const each of assumptions) receiver.assumed({ ...each, arn: `arn:aws:iam::${ACCOUNT}:role/app-task` });
    for (const start of starts) receiver.taskStarted?.(start);
    recorder.covered(coverages, reads);
    return bookedBy(recorder);
  });

/** Any ledger that runs can come to. */
export const ledger: fc.Arbitrary<Ledger> = fc.record({
  grants: mapOf(grants),
  statements: mapOf(few),
  findings: mapOf(finding),
  settings: mapOf(fc.array(fc.tuple(at, few), { minLength: 1, maxLength: 3 }).map((pairs) => new Map(pairs))),
  runs: fc.array(run, { maxLength: 4 }).map((runs) => new Map(runs.map((each) => [runKey(each), each] as const))),
});

const severity = fc.constantFrom('', 'HIGH', 'LOW');

/** Any record of notifications that runs can come to. */
export const notifications: fc.Arbitrary<NotificationLog> = mapOf(
  fc.record({
    at,
    lostAt: at,
    caveats: mapOf(at),
    told: mapOf(fc.record({ at, severity })),
    messages: mapOf(
      fc.record({ at, sent: at, status: fc.constantFrom(...MESSAGE_STATUSES), findings: mapOf(severity) }),
    ),
  }),
);

/** Any markers that runs can come to. */
export const runMarkers: fc.Arbitrary<RunMarkers> = mapOf(
  fc.record<RunMarker, 'at' | 'limit' | 'status'>(
    {
      at,
      limit: fc.constantFrom(0, 900_000),
      status: fc.constantFrom(...MARKER_STATUSES),
      event: few,
      request: few,
      memory: fc.constantFrom(512, 1769),
    },
    { requiredKeys: ['at', 'limit', 'status'] },
  ),
);
