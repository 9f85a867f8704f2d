import { nameOf } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import type { Call } from './call.ts';
import { clientActions, isClientConnection } from './client-connection.ts';
import { directoryBucketSource } from './directory-bucket.ts';
import { OWN_PARAMETERS, prefixesOf, recordPrefixOf } from './event-source.ts';
import type { JsonObject } from './json.ts';
import { reasonForNoPermission } from './no-permission.ts';
import type { ProvenAction } from './observation.ts';
import { facetsOf, namesParameter, type ParameterFacets } from './parameter-facets.ts';
import { passesRole } from './pass-role.ts';
import { proven, type ResolvedEvent, resolvedEvent } from './resolved-event.ts';
import { rulesOut, secondaryActions } from './secondary-actions.ts';
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
  const eventSource = directoryBucketSource(event.eventSource, requestParameters);
  const parameters = facetsOf(recordPrefixOf(eventSource), event.eventName, requestParameters);
  return callActions({ ...event, eventSource, parameters }, catalog);
}

/**
 * The IAM actions that AWS must have checked (or may have checked) for a call to be logged as this event. Never guesses:
 * an event that no rule and no catalogue knows is reported by `unknownIn`.
 */
export function callActions(event: Call, catalog: ActionCatalog): EventActions {
  const free = reasonForNoPermission(event);
  if (free !== undefined) return { actions: [], unknownIn: [], note: `needs no permission: ${free}` };
  const found = resolvedEvent(event, catalog);
  if (found !== undefined) return ofSharers(found, event, catalog);
  const prefixes = prefixesOf(event.eventSource, catalog);
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

/** Of services that share source and event name, the one whose parameters were passed; all where that does not tell. */
function ofSharers(found: ResolvedEvent, event: Call, catalog: ActionCatalog): EventActions {
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

/** The event's own actions, as far as its parameters decide between several. */
function decided(
  resolved: ResolvedEvent,
  parameters: ParameterFacets,
  catalog: ActionCatalog,
): readonly ProvenAction[] {
  const { prefix, eventName, primary } = resolved;
  if (parameters.kind !== 'named') return primary;
  const { statements, clientPermissions } = parameters.values;
  const stated =
    prefix === 'dynamodb' && isStatementEvent(eventName) && statements !== undefined
      ? statementActions(eventName, statements)
      : prefix === 'elasticfilesystem' && isClientConnection(eventName) && clientPermissions !== undefined
        ? clientActions(clientPermissions)
        : undefined;
  return (stated === undefined ? undefined : proven(stated, 'exact', catalog)) ?? primary;
}

/**
 * An event's own actions with those that AWS may have checked beside them: by our tables, and by AWS's own list where the
 * catalogue has it, which is an upper bound.
 */
function withFurther(resolved: ResolvedEvent, event: Call, catalog: ActionCatalog): EventActions {
  const { prefix, eventName, listed } = resolved;
  const { parameters } = event;
  const primary = decided(resolved, parameters, catalog);
  const actions = new Map(primary.map((proof) => [proof.action, proof]));
  const add = (text: string, certainty: ProvenAction['certainty']) => {
    const action = knownAction(catalog, text);
    if (action !== undefined && !actions.has(action)) actions.set(action, { action, certainty });
  };
  if (parameters.kind !== 'unstated') {
    if (passesRole(prefix, eventName, parameters)) add('iam:PassRole', 'implied');
    for (const text of secondaryActions(prefix, eventName, parameters, catalog)) add(text, 'possible');
  }
  for (const action of listed) {
    // What the parameters decide between is decided.
    const isDecided = primary !== resolved.primary && resolved.primary.some((proof) => proof.action === action);
    if (actions.has(action) || isDecided || rulesOut(prefix, eventName, action, parameters)) continue;
    actions.set(action, { action, certainty: 'possible' });
  }
  if (provesListing(prefix, eventName, event.errorCode)) add('s3:ListBucket', 'possible');
  if (provesComparing(prefix, eventName, event.errorCode)) add('s3:GetObject', 'possible');
  const note = noteOn(primary, event.eventName);
  return { actions: [...actions.values()], unknownIn: [], ...(note === undefined ? {} : { note }) };
}

const NOT_THERE = new Set<string | undefined>(['NoSuchKey', 'NotFound', '404']);

/** S3 says that a key does not exist only to callers who may list the bucket; others are told AccessDenied. */
function provesListing(prefix: string, eventName: string, errorCode: string | undefined): boolean {
  return prefix === 's3' && /^((Get|Head|Copy)Object|UploadPartCopy)/.test(eventName) && NOT_THERE.has(errorCode);
}

/** Whoever is told that an object is another than expected had its ETag compared ("Conditional requests"; of the header itself no record may tell). */
function provesComparing(prefix: string, eventName: string, errorCode: string | undefined): boolean {
  return (
    prefix === 's3' && /^(PutObject|DeleteObject|CompleteMultipartUpload)$/.test(eventName) && COMPARED.has(errorCode)
  );
}

const COMPARED = new Set<string | undefined>(['PreconditionFailed', 'ConditionalRequestConflict', '412']);

function noteOn(primary: readonly ProvenAction[], eventName: string): string | undefined {
  if (primary.every(({ certainty }) => certainty === 'possible')) {
    const [only, ...others] = primary;
    return only === undefined || others.length > 0
      ? `${eventName} needs one or more of these`
      : `AWS does not say that ${eventName} is authorised as ${nameOf(only.action)}`;
  }
  if (primary.some(({ action }) => nameOf(action).toLowerCase() === eventName.toLowerCase())) return undefined;
  return `${eventName} is authorised as ${primary.map(({ action }) => nameOf(action)).join(' and ')}`;
}
