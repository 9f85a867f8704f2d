import type { EpochMs } from '../base/time.ts';
import { isAggregated, summarizedCalls } from './aggregated-event.ts';
import { isRoleSession, rolePrincipalOf } from './attribution.ts';
import { isClientConnection } from './client-connection.ts';
import { directoryBucketSource } from './directory-bucket.ts';
import { recordPrefixOf } from './event-source.ts';
import { grantChangeOf } from './grant-changes.ts';
import { asObject } from './json.ts';
import type { Interpretation, Observation, RolePrincipal } from './observation.ts';
import { facetsOf } from './parameter-facets.ts';
import { rolesPassed } from './pass-role.ts';
import { type CloudTrailRecord, parseRecord } from './record.ts';
import { refusalIn } from './refusal.ts';
import { MAX_RESOURCES_PER_EVENT, resourcesOf } from './resources.ts';
import { roleAssumedIn } from './role-assumed.ts';
import { taskRoleGivenIn } from './task-role-given.ts';
import { tasksStartedIn } from './tasks-started.ts';

/**
 * The facts of one CloudTrail record: the one door from records to evidence. Never throws. A record that cannot be
 * read, or whose role cannot be told, is `unreadable`; a record that is no evidence of a role is empty, Insights events
 * among them, which tell of unusual numbers of calls. Which actions a call proves is for `proofOf` to say.
 * @param latest a record of a later time cannot be read; absent: any time is taken
 */
export function interpretRecord(json: unknown, latest?: EpochMs): Interpretation {
  const raw = asObject(json);
  if (raw?.['eventCategory'] === 'Insight') return {};
  if (raw !== undefined && isAggregated(raw)) {
    const summarized = summarizedCalls(raw, latest);
    if (!summarized.ok) return { unreadable: summarized.problem };
    return summarized.value.length === 0 ? {} : { summarized: summarized.value };
  }
  const parsed = parseRecord(json, latest);
  if (!parsed.ok) return { unreadable: parsed.problem };
  const record = parsed.value;
  const principal = rolePrincipalOf(record.userIdentity);
  if (principal === undefined && isRoleSession(record.userIdentity)) {
    return { unreadable: `Cannot attribute CloudTrail record "${record.eventId}": its role session names no role` };
  }
  const assumed = roleAssumedIn(record);
  const grantChange = grantChangeOf(record);
  const tasksStarted = tasksStartedIn(record);
  const taskRoleGiven = taskRoleGivenIn(record);
  return {
    ...(principal === undefined ? {} : { observation: observationOf(record, principal) }),
    ...(assumed === undefined ? {} : { assumed }),
    ...(grantChange === undefined ? {} : { grantChange }),
    ...(tasksStarted.length === 0 ? {} : { tasksStarted }),
    ...(taskRoleGiven === undefined ? {} : { taskRoleGiven }),
  };
}

function observationOf(record: CloudTrailRecord, principal: RolePrincipal): Observation {
  const { eventId, at, region, eventName, eventType, errorCode } = record;
  const details = isClientConnection(eventName) ? record.serviceEventDetails : undefined;
  const requestParameters = details ?? record.requestParameters;
  const eventSource = directoryBucketSource(record.eventSource, requestParameters);
  const prefix = recordPrefixOf(eventSource);
  const accountId = record.recipientAccountId ?? principal.accountId;
  const passed = rolesPassed(prefix, eventName, requestParameters);
  const resources = [...new Set([...resourcesOf(record, prefix, accountId), ...passed])];
  const refusal = errorCode === undefined ? undefined : refusalIn(record.errorMessage);
  return {
    eventId,
    at,
    region,
    principal,
    eventSource,
    eventName,
    ...(eventType === undefined || eventType === 'AwsApiCall' ? {} : { eventType }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(principal.invokedBy === undefined ? {} : { invokedBy: principal.invokedBy }),
    parameters: facetsOf(prefix, eventName, requestParameters),
    resources: resources.slice(0, MAX_RESOURCES_PER_EVENT),
  };
}
