import { ok, problem, type Result } from '../../base/result.ts';
import { eventTimeOf } from '../../cloudtrail/record.ts';
import { USAGE_COLUMNS } from './usage-query.ts';

type Column = (typeof USAGE_COLUMNS)[number];

/** One row of the answer: events that are alike, as records that can be interpreted. */
export interface UsageRow {
  readonly events: number;
  /** ISO 8601. */
  readonly first: string;
  /** The latest event, as far as the table keeps it. */
  readonly sample: Readonly<Record<string, unknown>>;
  /** The same with every parameter that any of the events had: what it proves is all that they prove together. */
  readonly all: Readonly<Record<string, unknown>>;
}

/** Reads one row. A row that cannot be read may hide a use, so it is told of. */
export function parseUsageRow(values: readonly (string | undefined)[], accountId: string): Result<UsageRow> {
  if (values.length !== USAGE_COLUMNS.length) {
    return problem(`Cannot read a row of Athena: it has ${values.length} columns, not ${USAGE_COLUMNS.length}`);
  }
  const row = Object.fromEntries(USAGE_COLUMNS.map((column, index) => [column, values[index]])) as Record<
    Column,
    string | undefined
  >;
  const events = Number(row.events);
  if (!Number.isInteger(events) || events < 1) {
    return problem(`Cannot read a row of Athena: "events" is ${JSON.stringify(row.events)}`);
  }
  if (row.first_time === undefined || row.last_time === undefined) {
    return problem('Cannot read a row of Athena: it has no times');
  }
  if (eventTimeOf(row.first_time) === undefined) {
    return problem(`Cannot read a row of Athena: its first event is of ${JSON.stringify(row.first_time.slice(0, 80))}`);
  }
  const common = {
    eventID: row.sample_id,
    eventTime: row.last_time,
    eventSource: row.event_source,
    eventName: row.event_name,
    eventType: row.event_type,
    awsRegion: row.region,
    errorCode: row.error_code,
    errorMessage: row.sample_message,
    recipientAccountId: accountId,
    userIdentity: identityOf(row),
    responseElements: parsed(row.sample_response),
    resources: resourcesOf(row.sample_resources),
  };
  return ok({
    events,
    first: row.first_time,
    sample: { ...common, requestParameters: parsed(row.sample_parameters) },
    all: { ...common, requestParameters: everyParameter(row, accountId) },
  });
}

function identityOf(row: Record<Column, string | undefined>): Readonly<Record<string, unknown>> {
  const { principal, principal_id: id } = row;
  const issuer = { type: row.issuer_type, arn: principal, principalId: id };
  const hasIssuer = row.issuer_type !== undefined;
  return {
    type: row.identity_type,
    arn: row.sample_caller ?? principal,
    principalId: id,
    ...(row.sample_invoked_by === undefined ? {} : { invokedBy: row.sample_invoked_by }),
    ...(hasIssuer ? { sessionContext: { sessionIssuer: issuer } } : {}),
  };
}

const LEFT_OUT = { omitted: true, reason: 'many events were summed up' } as const;

/**
 * Parameters that hold whatever any of the events held. Their values are not known; where CloudTrail left some out, anything may
 * have been in them.
 */
function everyParameter(
  row: Record<Column, string | undefined>,
  accountId: string,
): Readonly<Record<string, unknown>> | null {
  const names = (row.parameter_names ?? '').split(' ').filter((name) => name !== '');
  if (names.length === 0) return null;
  if (names.includes('omitted') && names.includes('reason')) return LEFT_OUT;
  const given = Object.fromEntries(names.map((name) => [name, 'given']));
  return row.passes_role === 'true' ? { ...given, roleArn: `arn:aws:iam::${accountId}:role/passed` } : given;
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function resourcesOf(text: string | undefined): readonly { readonly type: string; readonly ARN: string }[] {
  return (text ?? '')
    .split(' | ')
    .filter((item) => item.includes(' '))
    .map((item) => ({ type: item.slice(0, item.indexOf(' ')), ARN: item.slice(item.indexOf(' ') + 1) }));
}
