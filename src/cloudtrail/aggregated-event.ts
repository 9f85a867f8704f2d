import { ok, problem, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { rolePrincipalOf } from './attribution.ts';
import { asArray, asObject, asText, type JsonObject, textAt } from './json.ts';
import type { Observation, RolePrincipal } from './observation.ts';
import { UNSTATED } from './parameter-facets.ts';
import { UNNAMED_CALLS } from './proof.ts';
import { eventTimeOf } from './record.ts';

/** A summary of more pairs of role and event than this does not say who did what. */
const MOST_PAIRS = 5_000;

/** Whether a record sums up data events over some minutes ("Aggregating data events"), and is no call itself. */
export function isAggregated(json: JsonObject): boolean {
  return json['eventCategory'] === 'Aggregated' && textAt(json, 'eventName') === undefined;
}

/**
 * What a summary of data events says of roles ("CloudTrail record contents for aggregated events"): it counts calls by
 * event name, resource or caller, and breaks the count down by the others. A role that it names made some of the calls that
 * it names. Which of them failed it does not say, so that all pass for uses, the latest at the end of its window. What
 * it does not name proves nothing: CloudTrail delivers the data events themselves beside it.
 * @param latest summaries of a later time cannot be read
 */
export function summarizedCalls(json: JsonObject, latest?: EpochMs): Result<readonly Observation[]> {
  const eventSource = textAt(json, 'eventSource')?.toLowerCase();
  const window = asObject(json['timeWindow']);
  const first = eventTimeOf(window?.['windowStart'], latest);
  const at = eventTimeOf(window?.['windowEnd'], latest);
  const summary = asObject(json['summary']);
  if (eventSource === undefined || first === undefined || at === undefined || first > at || summary === undefined) {
    return problem('Cannot read aggregated CloudTrail event: expected eventSource, timeWindow and summary');
  }
  const values = valuesByDimension(summary);
  const callers = (values.get('useridentity') ?? []).map(callerNamed);
  const roles = distinct(callers);
  const names = values.get('eventname') ?? [];
  const common = {
    eventId: textAt(json, 'eventId') ?? textAt(json, 'eventID') ?? '',
    at,
    region: textAt(json, 'awsRegion') ?? 'us-east-1',
    eventSource,
    resources: [],
    repeats: { count: 1, first, resources: 'all', resourcesStated: true },
    parameters: UNSTATED,
  } as const;
  if (names.length === 0 || roles.length * names.length > MOST_PAIRS) {
    return ok(
      roles.map((principal): Observation => ({ ...common, principal, eventName: UNNAMED_CALLS, summary: 'uncertain' })),
    );
  }
  const areFailuresCounted = (values.get('errorcodes') ?? values.get('errorcode') ?? []).length > 0;
  const isOneCaller = roles.length === 1 && !callers.includes(undefined);
  const isExact = (isOneCaller || names.length === 1) && !areFailuresCounted;
  const certainty = isExact ? 'certain' : 'uncertain';
  return ok(
    names.flatMap((eventName) =>
      roles.map((principal): Observation => ({ ...common, principal, eventName, summary: certainty })),
    ),
  );
}

/** The event names that a summary counts. */
export function summarizedNames(json: JsonObject): readonly string[] {
  return valuesByDimension(asObject(json['summary']) ?? {}).get('eventname') ?? [];
}

/** The values counted, by dimension in lower case; the primary one and the others alike. */
function valuesByDimension(summary: JsonObject): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const item of [summary['primaryDimension'], ...asArray(summary['details'])]) {
    const part = asObject(item);
    const dimension = textAt(part, 'dimension')?.toLowerCase();
    if (dimension === undefined) continue;
    const counted = asArray(part?.['statistics']).flatMap((each) => asText(asObject(each)?.['name']) ?? []);
    values.set(dimension, [...new Set([...(values.get(dimension) ?? []), ...counted])]);
  }
  return values;
}

/** The role of a session's ARN, or of a role's own. */
function callerNamed(name: string): RolePrincipal | undefined {
  return rolePrincipalOf({ type: 'AssumedRole', arn: name });
}

/** Each role once: sessions of one role are one caller. */
function distinct(callers: readonly (RolePrincipal | undefined)[]): readonly RolePrincipal[] {
  const byRole = new Map<string, RolePrincipal>();
  for (const caller of callers) {
    if (caller === undefined) continue;
    const { sessionName: _, ...role } = caller;
    byRole.set(JSON.stringify([role.accountId, role.arn ?? role.name]), role);
  }
  return [...byRole.values()];
}
