import type { Action } from '../iam/action.ts';
import type { ActionCatalog } from './action-catalog.ts';
import { isAggregated, summarizedNames } from './aggregated-event.ts';
import { carriesPrincipal } from './attribution.ts';
import { isClientConnection } from './client-connection.ts';
import { actionsOf } from './event-actions.ts';
import { asObject, asText, type JsonObject } from './json.ts';
import type { ProvenAction } from './observation.ts';

/**
 * One line of `map-events`. `certainty` is that of the least certain action; `none` when the event proves no action,
 * `unknown` when nobody knows which.
 */
export interface MappedEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly actions: readonly Action[];
  readonly certainty: 'exact' | 'possible' | 'none' | 'unknown';
  readonly note?: string;
}

/**
 * Maps one CloudTrail record (or anything with `eventSource` and `eventName`) to the actions that it proves, whoever
 * called. What cannot be read is said in `note`. Pure: same record, same line.
 *
 * @example
 * ```ts
 * import { loadCatalog } from '../iam/catalog/load-catalog.ts';
 *
 * const record = { eventSource: 's3.amazonaws.com', eventName: 'HeadObject' };
 * mapEvent(record, await loadCatalog()).actions; // → ['s3:GetObject']
 * ```
 */
export function mapEvent(json: unknown, catalog: ActionCatalog): MappedEvent {
  const raw = asObject(json) ?? {};
  if (isAggregated(raw)) return mapSummary(raw, catalog);
  const eventSource = asText(raw['eventSource']) ?? '';
  const eventName = asText(raw['eventName']) ?? '';
  if (eventSource === '' || eventName === '') {
    const note = 'cannot read the record: expected an object with eventSource and eventName';
    return { eventSource, eventName, actions: [], certainty: 'unknown', note };
  }
  const ownType = asText(raw['eventType']);
  const isPrincipals = ownType === 'AwsServiceEvent' && carriesPrincipal(asObject(raw['userIdentity']) ?? {});
  const eventType = isPrincipals ? undefined : ownType;
  const errorCode = asText(raw['errorCode']);
  const details = isClientConnection(eventName) ? asObject(raw['serviceEventDetails']) : undefined;
  const parameters = details ?? raw['requestParameters'];
  const { actions, unknownIn, note } = actionsOf(
    {
      eventSource,
      eventName,
      ...(eventType === undefined ? {} : { eventType }),
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(parameters === undefined ? {} : { requestParameters: asObject(parameters) ?? null }),
    },
    catalog,
  );
  return {
    eventSource,
    eventName,
    actions: actions.map(({ action }) => action),
    certainty: certaintyOf(actions, unknownIn),
    ...(note === undefined ? {} : { note }),
  };
}

/** A summary of data events proves what each of the events that it counts does. */
function mapSummary(raw: JsonObject, catalog: ActionCatalog): MappedEvent {
  const eventSource = asText(raw['eventSource']) ?? '';
  const names = summarizedNames(raw);
  const all = names.map((eventName) => actionsOf({ eventSource, eventName }, catalog));
  const unknownIn = names.length === 0 ? ['any'] : all.flatMap((each) => each.unknownIn);
  return {
    eventSource,
    eventName: names.join(' '),
    actions: [...new Set(all.flatMap(({ actions }) => actions.map(({ action }) => action)))],
    certainty: certaintyOf(
      all.flatMap(({ actions }) => actions),
      unknownIn,
    ),
    note: 'a summary of data events',
  };
}

/** An implied iam:PassRole beside the event's own action does not make that one less certain. */
function certaintyOf(actions: readonly ProvenAction[], unknownIn: readonly string[]): MappedEvent['certainty'] {
  if (unknownIn.length > 0) return 'unknown';
  if (actions.some(({ certainty }) => certainty === 'possible')) return 'possible';
  return actions.length > 0 ? 'exact' : 'none';
}
