import { DAY_MS, dayPath, type TimeRange, toIso } from '../../base/time.ts';
import { sqlList, sqlName, sqlText } from './sql-text.ts';

/** "Service Quotas" of Athena: the longest query, in bytes. */
const LONGEST_QUERY = 262_144;

export interface UsageQuery {
  readonly database: string;
  readonly table: string;
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly window: TimeRange;
}

/** The columns of the answer, in order. All are texts; those that a record lacks are null. */
export const USAGE_COLUMNS = [
  'identity_type',
  'issuer_type',
  'principal',
  'principal_id',
  'event_source',
  'event_name',
  'event_type',
  'region',
  'error_code',
  'refusal',
  'detail',
  'events',
  'first_time',
  'last_time',
  'passes_role',
  'parameter_names',
  'sample_id',
  'sample_caller',
  'sample_invoked_by',
  'sample_message',
  'sample_parameters',
  'sample_response',
  'sample_resources',
] as const;

/** As `refusalIn` reads it: events that were refused for different actions must not share a row. */
const NAMED_ACTION = `not authorized to perform:?\\s*[\`'"]?([A-Za-z0-9-]+:[A-Za-z0-9]+)`;
const REFUSED = 'is not authorized to perform|with an explicit deny|no identity-based policy allows';
const CREDENTIALS = 'validate the provided (access )?(credentials|security token)';

/** The role's ARN where the record has it, else the session's. */
const PRINCIPAL = 'COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn)';
const PRINCIPAL_ID =
  "COALESCE(useridentity.sessioncontext.sessionissuer.principalid, split_part(useridentity.principalid, ':', 1))";
const CHANGES_IAM =
  "(eventsource = 'iam.amazonaws.com' AND NOT regexp_like(eventname, '^(Get|List|Generate|Simulate)'))";
const ASSUMES = "(eventsource = 'sts.amazonaws.com' AND regexp_like(eventname, '^AssumeRole'))";
const TASK_CALLS = sqlList(['RunTask', 'StartTask', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition']);
const STARTS = `(eventsource = 'ecs.amazonaws.com' AND eventname IN ${TASK_CALLS} AND errorcode IS NULL)`;
/** What decides which starts and definitions are alike: one call starts tasks of one definition, with the same roles. */
const STARTED = [
  ...['taskDefinitionArn', 'overrides.taskRoleArn', 'overrides.executionRoleArn'].map(
    (field) => `COALESCE(json_extract_scalar(responseelements, '$.tasks[0].${field}'), '')`,
  ),
  "COALESCE(json_extract_scalar(requestparameters, '$.taskRoleArn'), '')",
].join(", ' ', ");
/** A time as CloudTrail writes it. */
const ISO = '^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$';

/** Whether the time of an event can be one, by the day after the window. */
function isPossible(window: TimeRange): string {
  const parts = [
    `regexp_like(eventtime, ${sqlText(ISO)})`,
    "'2013-01-01' <= eventtime",
    `${sqlText(toIso(window.to + DAY_MS))} >= eventtime`,
  ];
  return `COALESCE(${parts.join(' AND ')}, false)`;
}

/** Ties are broken by the id, so that the same records give the same answer. */
const LATEST = "concat(eventtime, ' ', COALESCE(eventid, ''))";

/**
 * One query for all that a trail's table says of roles: a row for each role, event, Region and kind of answer, with how
 * often, when first and last, the names of all parameters given, and the latest event as a sample. Changes of grants,
 * roles assumed, tasks started and their definitions come in rows of their own, and so do events of impossible times, which cannot be
 * read. Reads only the partitions of the Regions and of the days of delivery.
 *
 * Written for Athena's engine version 3 and the columns of "Create a table for CloudTrail logs using partition
 * projection".
 *
 * @throws {Error} when a name or value has no place in a query, or the query is longer than Athena takes
 */
export function usageQuery({ database, table, accountId, regions, window }: UsageQuery): string {
  const sql = `SELECT
  useridentity.type AS identity_type,
  useridentity.sessioncontext.sessionissuer.type AS issuer_type,
  ${PRINCIPAL} AS principal,
  ${PRINCIPAL_ID} AS principal_id,
  eventsource AS event_source,
  eventname AS event_name,
  eventtype AS event_type,
  awsregion AS region,
  errorcode AS error_code,
  CASE
    WHEN errorcode IS NULL THEN NULL
    WHEN regexp_like(errormessage, ${sqlText(NAMED_ACTION)}) THEN regexp_extract(errormessage, ${sqlText(NAMED_ACTION)}, 1)
    WHEN regexp_like(lower(errormessage), 'access to kms is not allowed') THEN 'kms'
    WHEN regexp_like(lower(errormessage), ${sqlText(REFUSED)}) THEN 'refused'
    WHEN regexp_like(lower(errormessage), ${sqlText(CREDENTIALS)}) THEN 'credentials'
  END AS refusal,
  CASE
    WHEN NOT ${isPossible(window)} THEN 'time'
    WHEN ${CHANGES_IAM} THEN concat(COALESCE(requestparameters, ''), ' ', COALESCE(responseelements, ''))
    WHEN ${ASSUMES} THEN concat(COALESCE(json_extract_scalar(requestparameters, '$.roleArn'), ''), ' ', COALESCE(useridentity.invokedby, ''), ' ', COALESCE(json_extract_scalar(requestparameters, '$.roleSessionName'), ''))
    WHEN ${STARTS} THEN concat(${STARTED})
  END AS detail,
  CAST(count(*) AS varchar) AS events,
  min(eventtime) AS first_time,
  max(eventtime) AS last_time,
  CAST(bool_or(regexp_like(COALESCE(requestparameters, ''), ':role\\\\?/')) AS varchar) AS passes_role,
  array_join(array_sort(array_distinct(flatten(array_agg(regexp_extract_all(COALESCE(requestparameters, ''), '"([^"\\\\]+)"\\s*:', 1))))), ' ') AS parameter_names,
  max_by(eventid, ${LATEST}) AS sample_id,
  max_by(useridentity.arn, ${LATEST}) AS sample_caller,
  max_by(useridentity.invokedby, ${LATEST}) AS sample_invoked_by,
  max_by(errormessage, ${LATEST}) AS sample_message,
  max_by(requestparameters, ${LATEST}) AS sample_parameters,
  max_by(CASE WHEN ${CHANGES_IAM} OR ${STARTS} THEN responseelements END, ${LATEST}) AS sample_response,
  max_by(array_join(transform(resources, r -> concat(COALESCE(r.type, ''), ' ', COALESCE(r.arn, ''))), ' | '), ${LATEST}) AS sample_resources
FROM ${sqlName(database)}.${sqlName(table)}
WHERE "region" IN ${sqlList(regions)}
  AND "timestamp" BETWEEN ${sqlText(dayPath(window.from))} AND ${sqlText(dayPath(window.to + DAY_MS))}
  AND ((eventtime >= ${sqlText(toIso(window.from))} AND eventtime < ${sqlText(toIso(window.to))}) OR NOT ${isPossible(window)})
  AND COALESCE(recipientaccountid, ${sqlText(accountId)}) = ${sqlText(accountId)}
  AND (useridentity.type IN ('AssumedRole', 'Role', 'Unknown') OR ${CHANGES_IAM} OR ${ASSUMES} OR ${STARTS})
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;
  if (Buffer.byteLength(sql) > LONGEST_QUERY) {
    throw new Error(`Cannot ask Athena: the query has ${sql.length} characters, of at most ${LONGEST_QUERY}`);
  }
  return sql;
}
