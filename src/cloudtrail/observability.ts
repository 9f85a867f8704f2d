import { type Action, nameOf, serviceOf } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { type ApiEvent, actionsOf } from './event-actions.ts';
import { eventSourceOf } from './event-source.ts';
import { EVENT_SOURCES } from './event-source-labels.ts';
import { DATA_EVENTS } from './observability/data-events.ts';
import { DOUBTFUL } from './observability/doubtful.ts';
import { managementRule } from './observability/managed-services.ts';
import { NEVER_SEEN } from './observability/never-seen.ts';
import { SHOWN_OTHERWISE } from './observability/shown-otherwise.ts';
import { isCheckedBesideManagement } from './secondary-actions.ts';

/**
 * What could have shown an action in CloudTrail. `management`: its events are management events. `data`: data events,
 * and only where every one of the resource types is recorded, and management events too if some may show it (`beside`). `never`: no event shows it. `unknown`: not sure, so it
 * must not be called unused. Each says why.
 */
export type Observability =
  | { readonly kind: 'management'; readonly reason: string }
  | {
      readonly kind: 'data';
      readonly resourceTypes: readonly string[];
      readonly beside?: 'management';
      readonly reason: string;
    }
  | { readonly kind: 'never'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Services of which an event alone does not say that it is theirs: another's action may have its name. */
const SHARING_A_SOURCE = new Set(EVENT_SOURCES.flatMap(([, prefixes]) => (prefixes.length > 1 ? prefixes : [])));

/**
 * Says what could have shown an action. `management` and `data` are only said of an action whose every use (also as a
 * further check of another call) the event mapping credits.
 */
export function observabilityOf(action: Action, catalog: ActionCatalog): Observability {
  const known = knownAction(catalog, action);
  if (known === undefined) return { kind: 'unknown', reason: `${action} is not in the catalogue of IAM actions` };
  const service = serviceOf(known);
  const name = nameOf(known);
  const never = NEVER_SEEN.find(
    (row) => row.service === service && (row.actions === '*' || row.actions.includes(name)),
  );
  if (never !== undefined) return { kind: 'never', reason: never.reason };
  const doubtful = DOUBTFUL.find((row) => row.service === service && row.actions.includes(name));
  if (doubtful !== undefined) return { kind: 'unknown', reason: doubtful.reason };
  const data = DATA_EVENTS.find((row) => row.service === service && row.actions.includes(name));
  const rule = data === undefined ? managementRule(service, name) : undefined;
  if (rule?.kind === 'excepted') return { kind: 'unknown', reason: rule.reason };
  if (!isShownByItsEvent(known, catalog)) {
    return { kind: 'unknown', reason: `no event is known that ${known} alone stands behind` };
  }
  if (data !== undefined) {
    const { resourceTypes, reason } = data;
    return { kind: 'data', resourceTypes, ...(isCheckedBesideManagement(known) && { beside: 'management' }), reason };
  }
  if (rule !== undefined) return { kind: 'management', reason: rule.reason };
  return outsideTable(known, service, catalog);
}

/** Whether the event that shows the action maps to it: it is no other action's, and not free to every caller. */
function isShownByItsEvent(action: Action, catalog: ActionCatalog): boolean {
  const event = eventShowing(action);
  return actionsOf(event, catalog).actions.some((proof) => proof.action === action);
}

/** The event that shows an action, in most cases one of its name. */
export function eventShowing(action: Action): ApiEvent {
  const row = SHOWN_OTHERWISE.find((each) => each.action === action);
  const eventSource = eventSourceOf(serviceOf(action));
  if (row === undefined) return { eventSource, eventName: nameOf(action) };
  return { eventSource, eventName: row.eventName, requestParameters: row.requestParameters };
}

/** Without a row of ours, AWS's own flag decides; further checks are then credited from AWS's list of operations. */
function outsideTable(action: Action, service: string, catalog: ActionCatalog): Observability {
  if (SHARING_A_SOURCE.has(service)) {
    return { kind: 'unknown', reason: `${service} shares its event source with other services` };
  }
  if (
    catalog.trackingOf(action)?.policyGeneration === true &&
    (catalog.operationActions(service, nameOf(action)) ?? []).length > 0
  ) {
    return { kind: 'management', reason: 'AWS states that policy generation sees it in management events' };
  }
  return { kind: 'unknown', reason: `it is not established how CloudTrail records ${service}` };
}
