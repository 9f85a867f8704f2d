import { z } from 'zod';
import { byKey } from '../base/by-key.ts';
import type { Call } from '../cloudtrail/call.ts';
import { ANY_PARAMETERS, type ParameterFacets, UNSTATED } from '../cloudtrail/parameter-facets.ts';
import type { Refusal } from '../cloudtrail/refusal.ts';
import type { ValueFacet } from '../cloudtrail/value-facets.ts';
import type { Coverage, RecordsRead } from '../evidence/coverage.ts';
import type { EvidencePart } from '../evidence/evidence-part.ts';
import type { Assumed, RoleActivity } from '../evidence/role-activity.ts';
import { SOURCE_NAMES, SOURCES, type SourceName, type TrailSourceName } from '../evidence/source-name.ts';
import type { SessionTime, TaskSessions } from '../evidence/task-sessions.ts';
import { type CallColumns, callColumns } from './call-columns.ts';
import { callsFromColumns } from './calls-from-columns.ts';
import { type Fields, mapOf, texts, time, timeRange } from './schema-parts.ts';

const optionalText = z.exactOptional(z.string());
const source = z.enum(SOURCE_NAMES) satisfies z.ZodType<SourceName>;
const trailSource = z.custom<TrailSourceName>(
  (name) => SOURCE_NAMES.some((known) => known === name && SOURCES[known].readsTrails),
  'expected a source that reads trails',
);
const periods = z.array(timeRange).readonly();

const values = z.strictObject({
  roleNames: z.exactOptional(texts),
  statements: z.exactOptional(texts),
  serviceNamespace: z.exactOptional(texts),
  copySource: z.exactOptional(texts),
  references: z.exactOptional(texts),
  clientPermissions: z.exactOptional(texts),
} satisfies Record<ValueFacet, z.ZodType>);

/** `unstated`, `any`, or the names. */
const parameters = z.union([
  z.codec(
    z.literal('unstated'),
    z.custom<ParameterFacets>((facets) => kindOf(facets) === 'unstated'),
    {
      decode: () => UNSTATED,
      encode: () => 'unstated' as const,
    },
  ),
  z.codec(
    z.literal('any'),
    z.custom<ParameterFacets>((facets) => kindOf(facets) === 'any'),
    {
      decode: () => ANY_PARAMETERS,
      encode: () => 'any' as const,
    },
  ),
  z.strictObject({
    kind: z.literal('named'),
    names: texts,
    blank: z.exactOptional(z.literal(true)),
    merged: z.exactOptional(z.literal(true)),
    values,
  }),
]) as unknown as z.ZodType<ParameterFacets>;

function kindOf(facets: unknown): unknown {
  return (facets as ParameterFacets).kind;
}

const call = z.strictObject({
  eventSource: z.string(),
  eventName: z.string(),
  eventType: optionalText,
  errorCode: optionalText,
  refusal: z.exactOptional(
    z.strictObject({
      action: optionalText,
      says: z.exactOptional(z.enum(['refusedByIam', 'badCredentials'])),
    } satisfies Fields<Refusal>),
  ),
  invokedBy: optionalText,
  parameters,
  summary: z.exactOptional(z.enum(['certain', 'uncertain'])),
} satisfies Fields<Call>);

/** Zod's own list of numbers takes ten times as long, and there are a million of them. */
const integers = z.custom<readonly number[]>(
  (column) => Array.isArray(column) && column.every((value) => Number.isSafeInteger(value)),
  'expected whole numbers',
);

const columns = z.strictObject({
  calls: z.array(call).readonly(),
  texts,
  rows: integers,
  call: integers,
  first: integers,
  span: integers,
  stated: integers,
  regions: integers,
  counts: integers,
  resources: integers,
  exampleBefore: integers,
  exampleId: texts,
  exampleRegion: integers,
} satisfies Fields<CallColumns>) as unknown as z.ZodType<CallColumns>;

/** What is known of a role beside its calls. */
const role = z.strictObject({
  assumed: z.exactOptional(z.strictObject({ at: time, by: z.string() } satisfies Fields<Assumed>)),
  overriddenToAt: z.exactOptional(time),
  tasks: z.exactOptional(
    z.strictObject({
      tasks: mapOf(z.strictObject({ first: time, last: time } satisfies Fields<SessionTime>)),
      bound: optionalText,
    } satisfies Fields<TaskSessions>),
  ),
} satisfies Fields<Omit<RoleActivity, 'calls'>>) satisfies z.ZodType<Omit<RoleActivity, 'calls'>>;

const coverage = z.strictObject({
  source,
  region: z.string(),
  management: periods,
  excludedEventSources: texts,
  dataEvents: z.record(z.string(), periods),
  roleDataEvents: z.exactOptional(z.record(z.string(), periods)),
} satisfies Fields<Coverage>) satisfies z.ZodType<Coverage>;

const recordsRead = z.strictObject({
  source: trailSource,
  region: z.string(),
  read: periods,
  dataRead: z.exactOptional(periods),
  location: z.exactOptional(z.strictObject({ bucket: z.string(), prefix: z.string() })),
} satisfies Fields<RecordsRead>) satisfies z.ZodType<RecordsRead>;

const body = z.strictObject({
  roles: z.array(z.tuple([z.string(), role])),
  calls: columns,
  grantChanges: mapOf(z.strictObject({ at: time, by: z.exactOptional(z.string()) })),
  taskStarts: mapOf(z.array(z.int()).readonly()),
  coverage: mapOf(coverage),
  reads: mapOf(recordsRead),
} satisfies Fields<EvidencePart & { readonly calls: CallColumns }>);

/** The JSON of a part of the evidence, both ways. Every field is known and required: a new one needs a new version of the form. */
export const evidenceSchema = z.codec(body, z.custom<EvidencePart>(), {
  decode({ roles, calls, ...rest }) {
    const ofRoles = callsFromColumns(calls);
    if (ofRoles.length !== roles.length) throw new Error(`Calls of ${ofRoles.length} roles for ${roles.length}`);
    return {
      ...rest,
      roles: new Map(roles.map(([key, known], index) => [key, { ...known, calls: ofRoles[index] ?? new Map() }])),
    };
  },
  encode({ roles, ...rest }) {
    const sorted = [...roles].sort(byKey);
    return {
      ...rest,
      roles: sorted.map(([key, { calls: _, ...known }]) => [key, known]),
      calls: callColumns(sorted.map(([, { calls }]) => calls)),
    } as z.output<typeof body>;
  },
});
