import { z } from 'zod';
import type { ExampleEvent } from '../evidence/action-usage.ts';
import type { Coverage, RecordsRead, SourceName } from '../evidence/coverage.ts';
import type { Action } from '../iam/action.ts';
import type { SeenGrants } from './grant-history.ts';
import type { Ledger } from './ledger.ts';
import type { NotificationState } from './notification-state.ts';
import { type Fields, mapOf, sharingTexts, sliceCounts, texts, time, timeRange } from './schema-parts.ts';
import type { StoredFinding } from './stored-finding.ts';
import type { RememberedRole } from './stored-role.ts';
import type { StoredRun } from './stored-run.ts';
import type { RememberedUsage } from './stored-usage.ts';

const action = z.custom<Action>((value) => typeof value === 'string' && value.includes(':'), 'expected an IAM action');
const source = z.enum(['lookup', 'trail', 'athena', 'last-accessed']) satisfies z.ZodType<SourceName>;
const periods = z.array(timeRange).readonly();

const usage = z.strictObject({
  action,
  first: time,
  last: time,
  counts: sliceCounts,
  regions: texts,
  resources: z.strictObject({ items: texts, cut: z.boolean() }),
  resourcesStated: z.boolean(),
  certainty: z.enum(['exact', 'possible', 'implied']),
  example: z.strictObject({
    at: time,
    eventId: z.string(),
    eventSource: z.string(),
    eventName: z.string(),
    region: z.string(),
    errorCode: z.exactOptional(z.string()),
  } satisfies Fields<ExampleEvent>),
} satisfies Fields<RememberedUsage>) satisfies z.ZodType<RememberedUsage>;

const role = z.strictObject({
  used: mapOf(usage),
  denied: mapOf(usage),
  unknown: mapOf(z.strictObject({ at: time, event: z.string() })),
  lastEvent: z.exactOptional(time),
  assumed: z.exactOptional(z.strictObject({ at: time, by: z.string() })),
} satisfies Fields<RememberedRole>) satisfies z.ZodType<RememberedRole>;

const coverage = z.strictObject({
  source,
  region: z.string(),
  management: periods,
  excludedEventSources: texts,
  dataEvents: z.record(z.string(), periods),
} satisfies Fields<Coverage>) satisfies z.ZodType<Coverage>;

const recordsRead = z.strictObject({
  source: z.enum(['trail', 'athena']),
  region: z.string(),
  read: periods,
  dataRead: z.exactOptional(periods),
  location: z.exactOptional(z.strictObject({ bucket: z.string(), prefix: z.string() })),
} satisfies Fields<RecordsRead>) satisfies z.ZodType<RecordsRead>;

const grants = z.strictObject({
  since: time,
  last: time,
  statements: mapOf(z.strictObject({ first: time, last: time, again: z.exactOptional(time) })),
} satisfies Fields<SeenGrants>) satisfies z.ZodType<SeenGrants>;

const finding = z.strictObject({
  rule: z.string(),
  roleArn: z.string(),
  severity: z.string(),
  title: z.string(),
  open: z.boolean(),
  firstSeen: time,
  createdAt: time,
  updatedAt: time,
  families: texts,
  actions: texts,
  fingerprint: z.exactOptional(z.string()),
  suppressed: z.exactOptional(z.literal(true)),
} satisfies Fields<StoredFinding>) satisfies z.ZodType<StoredFinding>;

const count = z.int().nonnegative();

const run = z.strictObject({
  at: time,
  regions: z.string(),
  roles: count,
  findings: z.record(z.string(), count),
  notLookedAt: z.exactOptional(count),
  suppressed: count,
  verdicts: z.record(z.string(), count),
  complete: z.boolean(),
} satisfies Fields<StoredRun>) satisfies z.ZodType<StoredRun>;

const notification = z.strictObject({
  at: time,
  findings: mapOf(z.string()),
} satisfies Fields<NotificationState>) satisfies z.ZodType<NotificationState>;

/** Times are keys of maps here, which in JSON are texts. */
const sightings = z.codec(z.array(z.tuple([time, z.string()])), z.map(time, z.string()), {
  decode: (pairs) => new Map(pairs),
  encode: (map) => [...map].sort(([a], [b]) => a - b),
});

/** The ledger's JSON, both ways. Every field is known and required: one that is new needs a new version of the form. */
export const ledgerSchema = z.strictObject({
  roles: mapOf(role),
  grantChanges: mapOf(time),
  coverage: mapOf(coverage),
  reads: mapOf(recordsRead),
  grants: mapOf(grants),
  findings: mapOf(finding, () => sharingTexts('actions')),
  sightings: mapOf(sightings),
  runs: mapOf(run),
  notifications: mapOf(notification),
} satisfies Fields<Ledger>) satisfies z.ZodType<Ledger>;
