import { type Action, nameOf } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { apiGatewayVerb } from './api-gateway-verb.ts';
import type { Call } from './call.ts';
import { withoutApiVersion } from './event-name.ts';
import { OWN_PARAMETERS, prefixesOf, recordPrefixOf } from './event-source.ts';
import type { JsonObject } from './json.ts';
import { reasonForNoPermission } from './no-permission.ts';
import { isManagedService } from './observability/managed-services.ts';
import type { ProvenAction } from './observation.ts';
import { facetsOf, namesParameter, type ParameterFacets } from './parameter-facets.ts';
import { passesRole } from './pass-role.ts';
import { anyOfActions, renamedActions } from './renames/rename-table.ts';
import { secondaryActions } from './secondary-actions.ts';
import { isStatementEvent, statementActions } from './statement-actions.ts';
import { servicesPerhapsBehind } from './unknown-source.ts';

/** What of a record decides which actions it proves, its parameters whole. */
export interface ApiEvent {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType?: string;
  readonly errorCode?: string;
  /**
   * Absent: nobody knows what was passed, and the event is taken at its name. Present: actions that only some
   * parameters need are credited (as `possible`, or `implied`) when the parameters are there.
   */
  readonly requestParameters?: JsonObject | null;
}

/** The actions that an event proves. */
export interface EventActions {
  /** Without repetition, in the catalogue's spelling. */
  readonly actions: readonly ProvenAction[];
  /** The prefixes of the source, when nobody knows which action the event needs; else empty. */
  readonly unknownIn: readonly string[];
  /** Set where there is something to explain: no permission needed, a renamed event, an unknown one. */
  readonly note?: string;
}

/** `callActions` of an event whose parameters are at hand. */
export function actionsOf({ requestParameters, ...event }: ApiEvent, catalog: ActionCatalog): EventActions {
  const parameters = facetsOf(recordPrefixOf(event.eventSource), event.eventName, requestParameters);
  return callActions({ ...event, parameters }, catalog);
}

/**
 * The IAM actions that AWS must have checked (or may have checked) for a call to be logged as this event. Never guesses:
 * an event that no rule and no catalogue knows is reported by `unknownIn`.
 */
export function callActions(event: Call, catalog: ActionCatalog): EventActions {
  const free = reasonForNoPermission(event);
  if (free !== undefined) return { actions: [], unknownIn: [], note: `needs no permission: ${free}` };
  const prefixes = prefixesOf(event.eventSource, catalog);
  const found = resolvedOf(event, prefixes, catalog);
  if (found !== undefined) return ofSharers(found, event, catalog);
  const [first] = prefixes;
  const others = catalog.hasService(first) ? [] : servicesPerhapsBehind(first, event.eventName, catalog);
  const unknownIn = [...new Set([...prefixes, ...others])];
  // Whatever the call is, a role that it passes was checked.
  const passing: ProvenAction = { action: 'iam:PassRole', certainty: 'implied' };
  return {
    actions: passesRole(first, event.eventName, event.parameters) ? [passing] : [],
    unknownIn,
    note: `no action is known for ${event.eventName}; ${unknownIn.join(' or ')} counts as in use`,
  };
}

/** An event's own actions, by its name alone. */
interface Resolved {
  readonly prefix: string;
  /** Without API version, if it was found without. */
  readonly eventName: string;
  readonly primary: readonly ProvenAction[];
  /** What the event is in other services that log under the same source, of those whose actions may be judged. */
  readonly sharers: readonly Resolved[];
}

const MAX_REMEMBERED = 20_000;
const remembered = new WeakMap<ActionCatalog, Map<string, Resolved | undefined>>();

/** Resolves a name once per catalogue: logs repeat a few hundred names a million times. */
function resolvedOf(event: Call, prefixes: readonly string[], catalog: ActionCatalog): Resolved | undefined {
  const known = memoryOf(catalog);
  const key = `${event.eventSource} ${event.eventName}`;
  if (known.has(key)) return known.get(key);
  const resolved = resolve(prefixes, event.eventName, catalog);
  if (known.size < MAX_REMEMBERED) known.set(key, resolved);
  return resolved;
}

function memoryOf(catalog: ActionCatalog): Map<string, Resolved | undefined> {
  const known = remembered.get(catalog);
  if (known !== undefined) return known;
  const fresh = new Map<string, Resolved | undefined>();
  remembered.set(catalog, fresh);
  return fresh;
}

/** The whole name first: digits at its end may be its own. */
function resolve(prefixes: readonly string[], name: string, catalog: ActionCatalog): Resolved | undefined {
  const bare = withoutApiVersion(name);
  for (const eventName of bare === undefined ? [name] : [name, bare]) {
    const known = prefixes.flatMap((prefix): readonly Resolved[] => {
      const primary = primaryActions(prefix, eventName, catalog);
      return primary === undefined ? [] : [{ prefix, eventName, primary, sharers: [] }];
    });
    const [first, ...others] = known;
    if (first !== undefined) return { ...first, sharers: others.filter(({ prefix }) => isManagedService(prefix)) };
  }
  return undefined;
}

/** Of services that share source and event name, the one whose parameters were passed; all where that does not tell. */
function ofSharers(found: Resolved, event: Call, catalog: ActionCatalog): EventActions {
  const own = withFurther(found, event, catalog);
  const { parameters } = event;
  if (found.sharers.length === 0 || parameters.kind === 'unstated') return own;
  const told =
    parameters.kind === 'any' || parameters.merged === true
      ? undefined
      : [found, ...found.sharers].find(({ prefix }) => {
          const parameter = OWN_PARAMETERS.get(prefix);
          return parameter !== undefined && namesParameter(parameters, parameter);
        });
  if (told === found) return own;
  if (told !== undefined) return withFurther(told, event, catalog);
  const others = found.sharers.flatMap((sharer) => withFurther(sharer, event, catalog).actions);
  return {
    ...own,
    actions: [...own.actions, ...others.map(({ action }): ProvenAction => ({ action, certainty: 'possible' }))],
    note: `${found.prefix} or ${found.sharers.map(({ prefix }) => prefix).join(' or ')}: both log ${found.eventName} under ${event.eventSource}`,
  };
}

function primaryActions(
  prefix: string,
  eventName: string,
  catalog: ActionCatalog,
): readonly ProvenAction[] | undefined {
  const renamed = renamedActions(prefix, eventName);
  if (renamed !== undefined) return proven(renamed, 'exact', catalog);
  const anyOf = anyOfActions(prefix, eventName);
  if (anyOf !== undefined) return proven(anyOf, 'possible', catalog);
  const same = knownAction(catalog, `${prefix}:${eventName}`);
  if (same !== undefined) return [{ action: same, certainty: 'exact' }];
  const verb = prefix === 'apigateway' ? apiGatewayVerb(eventName) : undefined;
  if (verb !== undefined) return proven([verb], 'exact', catalog);
  const stated = catalog.operationActions(prefix, eventName);
  return stated === undefined ? undefined : proven(stated, stated.length === 1 ? 'exact' : 'possible', catalog);
}

/** The event's own actions, as far as its parameters decide between several. */
function decided(resolved: Resolved, parameters: ParameterFacets, catalog: ActionCatalog): readonly ProvenAction[] {
  const { prefix, eventName, primary } = resolved;
  const statements =
    parameters.kind === 'named' && prefix === 'dynamodb' && isStatementEvent(eventName)
      ? parameters.values.statements
      : undefined;
  const stated = statements === undefined ? undefined : statementActions(eventName, statements);
  return (stated === undefined ? undefined : proven(stated, 'exact', catalog)) ?? primary;
}

function withFurther(resolved: Resolved, event: Call, catalog: ActionCatalog): EventActions {
  const { prefix, eventName } = resolved;
  const { parameters } = event;
  const primary = decided(resolved, parameters, catalog);
  const actions = new Map(primary.map((proof) => [proof.action, proof]));
  const add = (text: string, certainty: ProvenAction['certainty']) => {
    const action = knownAction(catalog, text);
    if (action !== undefined && !actions.has(action)) actions.set(action, { action, certainty });
  };
  if (parameters.kind !== 'unstated') {
    for (const text of secondaryActions(prefix, eventName, parameters, catalog)) add(text, 'possible');
    if (passesRole(prefix, eventName, parameters)) add('iam:PassRole', 'implied');
    if (!isManagedService(prefix) || parameters.kind === 'any') {
      for (const action of catalog.operationActions(prefix, eventName) ?? []) add(action, 'possible');
    }
  }
  if (provesListing(prefix, eventName, event.errorCode)) add('s3:ListBucket', 'possible');
  const note = noteOn(primary, event.eventName);
  return { actions: [...actions.values()], unknownIn: [], ...(note === undefined ? {} : { note }) };
}

const NOT_THERE = new Set<string | undefined>(['NoSuchKey', 'NotFound', '404']);

/** S3 says that a key does not exist only to callers who may list the bucket; others are told AccessDenied. */
function provesListing(prefix: string, eventName: string, errorCode: string | undefined): boolean {
  return prefix === 's3' && /^((Get|Head|Copy)Object|UploadPartCopy)/.test(eventName) && NOT_THERE.has(errorCode);
}

function proven(
  actions: readonly Action[],
  certainty: ProvenAction['certainty'],
  catalog: ActionCatalog,
): readonly ProvenAction[] | undefined {
  const known = actions.map((action) => knownAction(catalog, action)).filter((action) => action !== undefined);
  return known.length === 0 ? undefined : known.map((action) => ({ action, certainty }));
}

function noteOn(primary: readonly ProvenAction[], eventName: string): string | undefined {
  if (primary.every(({ certainty }) => certainty === 'possible')) return `${eventName} needs one or more of these`;
  if (primary.some(({ action }) => nameOf(action).toLowerCase() === eventName.toLowerCase())) return undefined;
  return `${eventName} is authorised as ${primary.map(({ action }) => nameOf(action)).join(' and ')}`;
}
