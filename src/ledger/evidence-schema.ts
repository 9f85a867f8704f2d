import { z } from 'zod';
import { byKey } from '../base/by-key.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import type { Call } from '../cloudtrail/call.ts';
import { ANY_PARAMETERS, type ParameterFacets, UNSTATED } from '../cloudtrail/parameter-facets.ts';
import type { Refusal } from '../cloudtrail/refusal.ts';
import type { ValueFacet } from '../cloudtrail/value-facets.ts';
import {
  type CallActivity,
  type CallExample,
  type Calls,
  joinCallActivity,
  kindKey,
  variantKey,
} from '../evidence/call-activity.ts';
import type { Coverage, RecordsRead } from '../evidence/coverage.ts';
import type { EvidencePart } from '../evidence/evidence-part.ts';
import type { Assumed, RoleActivity } from '../evidence/role-activity.ts';
import type { Sample } from '../evidence/sample.ts';
import { SOURCE_NAMES, SOURCES, type SourceName, type TrailSourceName } from '../evidence/source-name.ts';
import type { SessionTime, TaskSessions } from '../evidence/task-sessions.ts';
import { bucketCounts, type Fields, mapOf, texts, time, timeRange } from './schema-parts.ts';

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

const callActivity = z.strictObject({
  call,
  first: time,
  last: time,
  counts: bucketCounts,
  regions: texts,
  resources: z.strictObject({
    items: texts,
    since: z.array(time).readonly(),
    cut: z.boolean(),
  } satisfies Fields<Sample>),
  resourcesStated: z.boolean(),
  example: z.strictObject({ at: time, eventId: z.string(), region: z.string() } satisfies Fields<CallExample>),
} satisfies Fields<CallActivity>) as unknown as z.ZodType<CallActivity>;

/** A list of calls; which are alike is worked out from what they are. */
const calls = z.codec(z.array(z.unknown()), z.custom<Calls>(), {
  decode(list) {
    const kinds = new Map<string, Map<string, CallActivity>>();
    for (const item of list) {
      const activity = z.decode(callActivity, item as never);
      const variants = getOrInsert(kinds, kindKey(activity.call), () => new Map<string, CallActivity>());
      const key = variantKey(activity.call);
      const known = variants.get(key);
      variants.set(key, known === undefined ? activity : joinCallActivity(known, activity));
    }
    return kinds;
  },
  encode: (kinds) =>
    [...kinds]
      .sort(byKey)
      .flatMap(([, variants]) =>
        [...variants].sort(byKey).map(([, activity]) => z.encode(callActivity, activity) as unknown),
      ),
});

const role = z.strictObject({
  calls,
  assumed: z.exactOptional(z.strictObject({ at: time, by: z.string() } satisfies Fields<Assumed>)),
  overriddenToAt: z.exactOptional(time),
  tasks: z.exactOptional(
    z.strictObject({
      tasks: mapOf(z.strictObject({ first: time, last: time } satisfies Fields<SessionTime>)),
      bound: optionalText,
    } satisfies Fields<TaskSessions>),
  ),
} satisfies Fields<RoleActivity>) satisfies z.ZodType<RoleActivity>;

const coverage = z.strictObject({
  source,
  region: z.string(),
  management: periods,
  excludedEventSources: texts,
  dataEvents: z.record(z.string(), periods),
} satisfies Fields<Coverage>) satisfies z.ZodType<Coverage>;

const recordsRead = z.strictObject({
  source: trailSource,
  region: z.string(),
  read: periods,
  dataRead: z.exactOptional(periods),
  location: z.exactOptional(z.strictObject({ bucket: z.string(), prefix: z.string() })),
} satisfies Fields<RecordsRead>) satisfies z.ZodType<RecordsRead>;

/** The JSON of a part of the evidence, both ways. Every field is known and required: a new one needs a new version of the form. */
export const evidenceSchema = z.strictObject({
  roles: mapOf(role),
  grantChanges: mapOf(time),
  taskStarts: mapOf(z.array(z.int()).readonly()),
  coverage: mapOf(coverage),
  reads: mapOf(recordsRead),
} satisfies Fields<EvidencePart>) satisfies z.ZodType<EvidencePart>;
