import type { Action } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { eventSourceOf } from './event-source.ts';
import { hasParameters, holdsValue, namesParameter, type ParameterFacets } from './parameter-facets.ts';
import { typesOfEvent } from './recorded-kind.ts';
import { ANALYTICS_CHECKS } from './secondary/analytics.ts';
import { APPLICATION_CHECKS } from './secondary/application.ts';
import { DATABASE_CHECKS } from './secondary/databases.ts';
import { DECIDED_ELSEWHERE } from './secondary/decided-elsewhere.ts';
import { NAMED_RESOURCES } from './secondary/named-resources.ts';
import { ON_BEHALF_CHECKS } from './secondary/on-behalf.ts';
import { OPERATIONS_CHECKS } from './secondary/operations.ts';
import { SCALING_CHECKS } from './secondary/scaling.ts';
import type { SecondaryRow } from './secondary/secondary-row.ts';
import { STORAGE_CHECKS } from './secondary/storage.ts';
import { TAGGING_NAMES } from './tagging-names.ts';

/**
 * Names of parameters that hold tags, or make a service tag what it creates: `tags`, `HostedZoneTags`, `tagsToAdd`, `TagList`,
 * `tagSpecificationSet`, `x-amz-tagging`, `copyImageTags`, `CopyTagsFromSource`, `enableECSManagedTags`; but no `stage` and no `imageTag`.
 */
const TAG_KEY = /[Tt]ags(?![a-z])|TAGS|^[Tt]ag$|[Tt]ag(?:[Ss]et|[Ll]ist|[Mm]ap|[Ss]pecification|ging(?![a-z]))/;
/** S3 tags objects and buckets by permissions of their own, which have rows. */
const TAGS_BY_ROW = new Set(['s3']);
/** Calls that name tags to find or remove resources, and set none. */
const SETS_NO_TAGS = /^(Untag|RemoveTag|DeleteTag|Get|List|Describe|BatchGet|Search|Lookup|Filter)/;
/** Every row of further checks, all services. */
export const SECONDARY_ROWS: readonly SecondaryRow[] = [
  ...STORAGE_CHECKS,
  ...ANALYTICS_CHECKS,
  ...APPLICATION_CHECKS,
  ...DATABASE_CHECKS,
  ...OPERATIONS_CHECKS,
  ...ON_BEHALF_CHECKS,
  ...SCALING_CHECKS,
  ...DECIDED_ELSEWHERE,
];

const BY_EVENT = new Map<string, SecondaryRow[]>();
for (const row of SECONDARY_ROWS) {
  for (const event of row.events)
    BY_EVENT.set(event.toLowerCase(), [...(BY_EVENT.get(event.toLowerCase()) ?? []), row]);
}

/**
 * Actions that AWS may have checked beside an event's own, as its parameters say: tagging on creation, a version of an
 * object, a second resource. Where any parameter may have been passed, all count as named.
 */
export function secondaryActions(
  prefix: string,
  eventName: string,
  parameters: ParameterFacets,
  catalog: ActionCatalog,
): readonly Action[] {
  const actions: Action[] = [];
  for (const row of BY_EVENT.get(`${prefix}:${eventName}`.toLowerCase()) ?? []) {
    if (applies(row, parameters)) actions.push(...row.actions);
  }
  for (const { own, parameter, actions: checked } of NAMED_RESOURCES) {
    if (!own.test(prefix) && namesParameter(parameters, parameter)) actions.push(...checked);
  }
  if (tagsSomething(prefix, eventName, parameters)) actions.push(...taggingActions(prefix, eventName, catalog));
  return actions;
}

/** Actions that some call is checked for whose event is no data event. */
const BESIDE_MANAGEMENT: ReadonlySet<string> = new Set(
  SECONDARY_ROWS.filter(({ events }) => events.some((event) => !isDataEvent(event))).flatMap(({ actions }) => actions),
);

function isDataEvent(event: SecondaryRow['events'][number]): boolean {
  const [prefix = '', eventName = ''] = event.split(':');
  return typesOfEvent({ eventSource: eventSourceOf(prefix), eventName }).length > 0;
}

/** Whether a management event alone may show that AWS checked an action, whatever its own events are. */
export function isCheckedBesideManagement(action: Action): boolean {
  return BESIDE_MANAGEMENT.has(action);
}

/** Whether AWS says that an action is only checked with parameters of which a call passed none, though its operation may need it. */
export function rulesOut(prefix: string, eventName: string, action: Action, parameters: ParameterFacets): boolean {
  if (parameters.kind !== 'named') return false;
  const rows = (BY_EVENT.get(`${prefix}:${eventName}`.toLowerCase()) ?? []).filter((row) =>
    row.actions.includes(action),
  );
  return rows.some((row) => row.decidedBy !== undefined) && !rows.some((row) => applies(row, parameters));
}

/** Tagging on creation in services that have a tagging action per kind of resource. */
const FITTING: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['iam:createinstanceprofile', 'iam:TagInstanceProfile'],
  ['iam:createopenidconnectprovider', 'iam:TagOpenIDConnectProvider'],
  ['iam:createpolicy', 'iam:TagPolicy'],
  ['iam:createrole', 'iam:TagRole'],
  ['iam:createsamlprovider', 'iam:TagSAMLProvider'],
  ['iam:createuser', 'iam:TagUser'],
  ['iam:createvirtualmfadevice', 'iam:TagMFADevice'],
  ['iam:uploadservercertificate', 'iam:TagServerCertificate'],
  ['sts:assumerole', 'sts:TagSession'],
  ['sts:assumerolewithsaml', 'sts:TagSession'],
  ['sts:assumerolewithwebidentity', 'sts:TagSession'],
  ['sts:getfederationtoken', 'sts:TagSession'],
  ['sts:getwebidentitytoken', 'sts:TagGetWebIdentityToken'],
]);

/** The tagging action that fits what an event creates; else all of the service that the catalogue knows. */
function taggingActions(prefix: string, eventName: string, catalog: ActionCatalog): readonly Action[] {
  const fitting = FITTING.get(`${prefix}:${eventName}`.toLowerCase());
  if (fitting !== undefined) return [fitting];
  const actions = TAGGING_NAMES.map((name) => knownAction(catalog, `${prefix}:${name}`));
  return actions.filter((action) => action !== undefined);
}

function tagsSomething(prefix: string, eventName: string, parameters: ParameterFacets): boolean {
  const isNamed = FITTING.has(`${prefix}:${eventName}`.toLowerCase());
  if (TAGS_BY_ROW.has(prefix) || (SETS_NO_TAGS.test(eventName) && !isNamed)) return false;
  return namesParameter(parameters, TAG_KEY);
}

function applies({ parameter, value, unless, always }: SecondaryRow, parameters: ParameterFacets): boolean {
  if (always === true) return true;
  if (unless !== undefined && parameters.kind === 'named') {
    const isShown = parameters.merged !== true && namesParameter(parameters, unless);
    return isShown ? parameter !== undefined && namesParameter(parameters, parameter) : hasParameters(parameters);
  }
  if (parameter === undefined && value === undefined) return hasParameters(parameters);
  if (parameter !== undefined && namesParameter(parameters, parameter)) return true;
  return value !== undefined && holdsValue(parameters, value.facet, value.is);
}
