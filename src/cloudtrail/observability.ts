import { type Action, nameOf, serviceOf } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { actionsOf } from './event-actions.ts';
import { eventSourceOf } from './event-source.ts';
import { DATA_EVENTS } from './observability/data-events.ts';
import { isManagedService, managementRule } from './observability/managed-services.ts';
import { NEVER_SEEN } from './observability/never-seen.ts';
import { ANY_OF, RENAMES } from './renames/rename-table.ts';

/**
 * What could have shown an action in CloudTrail. `management`: its events are management events. `data`: data events,
 * and only where every one of the resource types is recorded. `never`: no event shows it. `unknown`: not sure, so it
 * must not be called unused. Each says why.
 */
export type Observability =
  | { readonly kind: 'management'; readonly reason: string }
  | { readonly kind: 'data'; readonly resourceTypes: readonly string[]; readonly reason: string }
  | { readonly kind: 'never'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Events that need every action of a rename row, or one of an any-of row: by action. */
const EVENTS_OF_ACTION = new Map<string, string[]>();
for (const [event, actions] of [...RENAMES, ...ANY_OF]) {
  for (const action of actions) {
    const known = EVENTS_OF_ACTION.get(action.toLowerCase()) ?? [];
    EVENTS_OF_ACTION.set(action.toLowerCase(), [...known, event]);
  }
}

const API_GATEWAY_EVENT: ReadonlyMap<string, string> = new Map([
  ['GET', 'GetRestApi'],
  ['POST', 'CreateRestApi'],
  ['PUT', 'PutMethod'],
  ['PATCH', 'UpdateRestApi'],
  ['DELETE', 'DeleteRestApi'],
]);

/**
 * Says what could have shown an action. `management` and `data` are only said of an action that some event maps to for
 * certain, and whose every use (also as a further check of another call) the event mapping credits.
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
  const data = DATA_EVENTS.find((row) => row.service === service && row.actions.includes(name));
  const event = eventShowing(known, catalog);
  if (data !== undefined) {
    return event === undefined
      ? { kind: 'unknown', reason: `no event is known that ${known} alone stands behind` }
      : { kind: 'data', resourceTypes: data.resourceTypes, reason: data.reason };
  }
  const rule = managementRule(service, name);
  if (rule?.kind === 'excepted') return { kind: 'unknown', reason: rule.reason };
  if (event === undefined) return { kind: 'unknown', reason: `no event is known that ${known} alone stands behind` };
  if (rule !== undefined) return { kind: 'management', reason: rule.reason };
  return outsideTable(known, service, catalog);
}

/** An event name (`prefix:EventName`) that maps to the action for certain, if there is one. */
export function eventShowing(action: Action, catalog: ActionCatalog): `${string}:${string}` | undefined {
  const candidates = [action, ...(EVENTS_OF_ACTION.get(action.toLowerCase()) ?? [])];
  const verb = serviceOf(action) === 'apigateway' ? API_GATEWAY_EVENT.get(nameOf(action)) : undefined;
  if (verb !== undefined) candidates.push(`apigateway:${verb}`);
  return candidates.find((event): event is Action => shows(event, action, catalog));
}

function shows(event: string, action: Action, catalog: ActionCatalog): boolean {
  const prefix = event.slice(0, event.indexOf(':'));
  const eventName = event.slice(event.indexOf(':') + 1);
  const { actions } = actionsOf({ eventSource: eventSourceOf(prefix), eventName }, catalog);
  const proof = actions.find((candidate) => candidate.action === action);
  return proof !== undefined && (proof.certainty === 'exact' || isStatement(action));
}

/** PartiQL and the parts of a transaction: exact as soon as the parameters are there. */
function isStatement(action: Action): boolean {
  return action.startsWith('dynamodb:');
}

/** Without a row of ours, AWS's own flag decides; further checks are then credited from AWS's list of operations. */
function outsideTable(action: Action, service: string, catalog: ActionCatalog): Observability {
  if (isManagedService(service))
    return { kind: 'unknown', reason: `${action} is not among those known to be recorded` };
  if (
    catalog.trackingOf(action)?.policyGeneration === true &&
    catalog.operationActions(service, nameOf(action)) !== undefined
  ) {
    return { kind: 'management', reason: 'AWS states that policy generation sees it in management events' };
  }
  return { kind: 'unknown', reason: `it is not established how CloudTrail records ${service}` };
}
