import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { isAggregated, summarizedCalls } from './aggregated-event.ts';
import { isRoleSession, rolePrincipalOf } from './attribution.ts';
import { actionsOf } from './event-actions.ts';
import { prefixesOf } from './event-source.ts';
import { grantChangeOf } from './grant-changes.ts';
import { asObject } from './json.ts';
import type { Interpretation, Observation, Outcome, ProvenAction, RolePrincipal } from './observation.ts';
import { outcomeOf, refusedAction } from './outcome.ts';
import { rolePassing } from './pass-role.ts';
import { type CloudTrailRecord, parseRecord } from './record.ts';
import { MAX_RESOURCES_PER_EVENT, resourcesOf } from './resources.ts';
import { roleAssumedIn } from './role-assumed.ts';
import { tasksStartedIn } from './tasks-started.ts';

/**
 * All that one CloudTrail record says: the one door from records to evidence. Never throws. A record that cannot be
 * read, or whose role cannot be told, is `unreadable`; a record that is no evidence of a role is empty, Insights events
 * among them, which tell of unusual numbers of calls.
 */
export function interpretRecord(json: unknown, catalog: ActionCatalog): Interpretation {
  const raw = asObject(json);
  if (raw?.['eventCategory'] === 'Insight') return {};
  if (raw !== undefined && isAggregated(raw)) {
    const summarized = summarizedCalls(raw, catalog);
    if (!summarized.ok) return { unreadable: summarized.problem };
    return summarized.value.length === 0 ? {} : { summarized: summarized.value };
  }
  const parsed = parseRecord(json);
  if (!parsed.ok) return { unreadable: parsed.problem };
  const record = parsed.value;
  const principal = rolePrincipalOf(record.userIdentity);
  if (principal === undefined && isRoleSession(record.userIdentity)) {
    return { unreadable: `Cannot attribute CloudTrail record "${record.eventId}": its role session names no role` };
  }
  const assumed = roleAssumedIn(record);
  const grantChange = grantChangeOf(record);
  const tasksStarted = tasksStartedIn(record);
  return {
    ...(principal === undefined ? {} : { observation: observationOf(record, principal, catalog) }),
    ...(assumed === undefined ? {} : { assumed }),
    ...(grantChange === undefined ? {} : { grantChange }),
    ...(tasksStarted.length === 0 ? {} : { tasksStarted }),
  };
}

function observationOf(record: CloudTrailRecord, principal: RolePrincipal, catalog: ActionCatalog): Observation {
  const outcome = outcomeOf(record);
  const { actions, unknownIn } = actionsOf(record, catalog);
  const [prefix] = prefixesOf(record.eventSource, catalog);
  const accountId = record.recipientAccountId ?? principal.accountId;
  const passed = rolePassing(prefix, record.eventName, record.requestParameters).roles;
  const resources = [...new Set([...resourcesOf(record, prefix, accountId), ...passed])];
  return {
    eventId: record.eventId,
    at: record.at,
    region: record.region,
    eventSource: record.eventSource,
    eventName: record.eventName,
    principal,
    outcome,
    ...(record.errorCode === undefined ? {} : { errorCode: record.errorCode }),
    actions: refusedOrAll(outcome, actions, record, catalog),
    unknownIn,
    resources: resources.slice(0, MAX_RESOURCES_PER_EVENT),
  };
}

/** A refusal that names the action refused says more than the event's name: RunTask may have failed on iam:PassRole. */
function refusedOrAll(
  outcome: Outcome,
  actions: readonly ProvenAction[],
  record: CloudTrailRecord,
  catalog: ActionCatalog,
): readonly ProvenAction[] {
  if (outcome !== 'denied') return actions;
  const named = refusedAction(record.errorMessage);
  const refused = named === undefined ? undefined : knownAction(catalog, named);
  if (refused !== undefined) return [{ action: refused, certainty: 'exact' }];
  const exact = actions.filter(({ certainty }) => certainty === 'exact');
  return exact.length > 0 ? exact : actions;
}
