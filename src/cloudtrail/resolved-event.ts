import type { Action } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { apiGatewayVerb } from './api-gateway-verb.ts';
import type { Call } from './call.ts';
import { withoutApiVersion } from './event-name.ts';
import { prefixesOf } from './event-source.ts';
import { isManagedService } from './observability/managed-services.ts';
import type { ProvenAction } from './observation.ts';
import { anyOfActions, renamedActions } from './renames/rename-table.ts';
import { TAGGING_NAMES } from './tagging-names.ts';

/** What an event proves by its source and name alone. */
export interface ResolvedEvent {
  readonly prefix: string;
  /** Without API version, if it was found without. */
  readonly eventName: string;
  /** The event's own actions. */
  readonly primary: readonly ProvenAction[];
  /** Every action that AWS may check for the operation, as far as the catalogue states it. */
  readonly listed: readonly Action[];
  /** What the event is in other services that log under the same source, of those whose actions may be judged. */
  readonly sharers: readonly ResolvedEvent[];
}

/** Services whose operations AWS's service reference lists under another service than that of their permissions. */
const OPERATIONS_LISTED_UNDER: ReadonlyMap<string, string> = new Map([['es', 'opensearch']]);

/** Actions that AWS lists beside an operation's own, as a rule: alone, they are not what the operation is authorised as. */
const BESIDE = new Set(['PassRole', ...TAGGING_NAMES].map((name) => name.toLowerCase()));

const MAX_REMEMBERED = 20_000;
const remembered = new WeakMap<ActionCatalog, Map<string, ResolvedEvent | undefined>>();

/** Resolves an event once per catalogue (logs repeat a few hundred names a million times); `undefined`: nobody knows it. */
export function resolvedEvent(
  { eventSource, eventName }: Pick<Call, 'eventSource' | 'eventName'>,
  catalog: ActionCatalog,
): ResolvedEvent | undefined {
  const known = memoryOf(catalog);
  const key = `${eventSource} ${eventName}`;
  if (known.has(key)) return known.get(key);
  const resolved = resolve(prefixesOf(eventSource, catalog), eventName, catalog);
  if (known.size < MAX_REMEMBERED) known.set(key, resolved);
  return resolved;
}

function memoryOf(catalog: ActionCatalog): Map<string, ResolvedEvent | undefined> {
  const known = remembered.get(catalog);
  if (known !== undefined) return known;
  const fresh = new Map<string, ResolvedEvent | undefined>();
  remembered.set(catalog, fresh);
  return fresh;
}

/** The whole name first: digits at its end may be its own. */
function resolve(prefixes: readonly string[], name: string, catalog: ActionCatalog): ResolvedEvent | undefined {
  const bare = withoutApiVersion(name);
  for (const eventName of bare === undefined ? [name] : [name, bare]) {
    const known = prefixes.flatMap((prefix): readonly ResolvedEvent[] => {
      const stated = operationActions(prefix, eventName, catalog);
      const primary = primaryActions(prefix, eventName, stated, catalog);
      if (primary === undefined) return [];
      const listed = (stated ?? []).map((action) => knownAction(catalog, action)).filter((one) => one !== undefined);
      return [{ prefix, eventName, primary, listed, sharers: [] }];
    });
    const [first, ...others] = known;
    if (first !== undefined) return { ...first, sharers: others.filter(({ prefix }) => isManagedService(prefix)) };
  }
  return undefined;
}

/** AWS's list for an operation; empty where AWS knows the operation and lists nothing, `undefined` where it does not say. */
function operationActions(prefix: string, eventName: string, catalog: ActionCatalog): readonly Action[] | undefined {
  const other = OPERATIONS_LISTED_UNDER.get(prefix);
  return (
    catalog.operationActions(prefix, eventName) ??
    (other === undefined ? undefined : catalog.operationActions(other, eventName))
  );
}

function primaryActions(
  prefix: string,
  eventName: string,
  stated: readonly Action[] | undefined,
  catalog: ActionCatalog,
): readonly ProvenAction[] | undefined {
  const renamed = renamedActions(prefix, eventName);
  if (renamed !== undefined) return proven(renamed, 'exact', catalog);
  const anyOf = anyOfActions(prefix, eventName);
  if (anyOf !== undefined) return proven(anyOf, 'possible', catalog);
  const same = knownAction(catalog, `${prefix}:${eventName}`);
  if (same !== undefined) {
    // Where AWS lists none, or others in place of the operation's own name, the name alone does not prove it.
    const isSure = stated === undefined || stated.some((action) => knownAction(catalog, action) === same);
    return [{ action: same, certainty: isSure ? 'exact' : 'possible' }];
  }
  const verb = prefix === 'apigateway' ? apiGatewayVerb(eventName) : undefined;
  if (verb !== undefined) return proven([verb], (stated?.length ?? 1) === 1 ? 'exact' : 'possible', catalog);
  return stated === undefined ? undefined : proven(stated, isOwn(stated) ? 'exact' : 'possible', catalog);
}

/** Whether a list names one action, and one that an operation may be authorised as. */
function isOwn([first, ...others]: readonly Action[]): boolean {
  return first !== undefined && others.length === 0 && !BESIDE.has(first.slice(first.indexOf(':') + 1).toLowerCase());
}

/** The actions of the catalogue among some, so proven; `undefined` where it knows none. */
export function proven(
  actions: readonly Action[],
  certainty: ProvenAction['certainty'],
  catalog: ActionCatalog,
): readonly ProvenAction[] | undefined {
  const known = actions.map((action) => knownAction(catalog, action)).filter((action) => action !== undefined);
  return known.length === 0 ? undefined : known.map((action) => ({ action, certainty }));
}
