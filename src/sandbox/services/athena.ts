import type { CloudTrailRecord } from '../cloudtrail-record.ts';
import type { Call } from '../service.ts';
import { stableUuid } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { jsonService } from '../wire/json-service.ts';
import { pageOf } from '../wire/page.ts';

/**
 * Amazon Athena: one table, `cloudtrail.records`, of everything the account's trails recorded. It reads no SQL: whatever
 * the query, the answer is the records summed up by the columns that the query names.
 */
export const athena = jsonService({
  name: 'athena',
  refusal: 'InvalidRequestException',
  failure: 'InternalServerException',
  operations: {
    GetTableMetadata(fields, call) {
      const [name, trail] = [fields.requiredText('TableName'), call.account.trails[0]];
      if (name !== 'records' || trail === undefined) {
        throw new AwsError('MetadataException', `Entity not found: ${name}`);
      }
      const prefix = trail.prefix === undefined ? '' : `${trail.prefix}/`;
      return {
        TableMetadata: {
          Name: name,
          Parameters: {
            'projection.enabled': 'true',
            'projection.region.type': 'injected',
            'projection.timestamp.type': 'date',
            'projection.timestamp.format': 'yyyy/MM/dd',
            'projection.timestamp.range': '2020/01/01,NOW',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's own placeholders
            'storage.location.template': `s3://${trail.bucket}/${prefix}AWSLogs/${call.account.accountId}/CloudTrail/${'${region}/${timestamp}'}`,
          },
        },
      };
    },
    StartQueryExecution(fields, call) {
      const id = stableUuid(`query ${fields.requiredText('ClientRequestToken')}`);
      const known = call.state.athenaQueries.get(id);
      if (known === undefined) {
        call.state.athenaQueries.set(id, { sql: fields.requiredText('QueryString'), looks: 0, stopped: false });
      }
      return { QueryExecutionId: id };
    },
    GetQueryExecution(fields, call) {
      const query = queryNamed(fields.requiredText('QueryExecutionId'), call);
      query.looks += 1;
      const state = query.stopped ? 'CANCELLED' : query.looks === 1 ? 'RUNNING' : 'SUCCEEDED';
      return {
        QueryExecution: { Status: { State: state }, Statistics: { DataScannedInBytes: call.account.events.length } },
      };
    },
    GetQueryResults(fields, call) {
      const id = fields.requiredText('QueryExecutionId');
      const { sql } = queryNamed(id, call);
      const columns = [...sql.slice(0, sql.indexOf('\nFROM ')).matchAll(/ AS ([a-z_]+)(?:,?\n|$)/g)].map(
        (match) => match[1] ?? '',
      );
      const rows = [columns, ...summedUp(columns, sql, call)];
      const page = pageOf(rows, {
        list: `athena ${id}`,
        token: fields.text('NextToken'),
        size: fields.number('MaxResults') ?? 1000,
        invalidToken: () => new AwsError('InvalidRequestException', 'Invalid NextToken'),
      });
      const Rows = page.items.map((row) => ({
        Data: row.map((value): JsonObject => (value === undefined ? {} : { VarCharValue: value })),
      }));
      return { ResultSet: { Rows }, ...(page.next === undefined ? {} : { NextToken: page.next }) };
    },
    StopQueryExecution(fields, call) {
      queryNamed(fields.requiredText('QueryExecutionId'), call).stopped = true;
      return {};
    },
  },
});

function queryNamed(id: string, call: Call) {
  const query = call.state.athenaQueries.get(id);
  if (query === undefined) throw new AwsError('InvalidRequestException', `QueryExecution ${id} was not found`);
  return query;
}

/** Columns by which events are alike. */
const ALIKE: Readonly<Record<string, (record: CloudTrailRecord) => Json | undefined>> = {
  identity_type: (record) => record.userIdentity['type'],
  issuer_type: (record) => issuerOf(record)?.['type'],
  principal: (record) => issuerOf(record)?.['arn'] ?? record.userIdentity['arn'],
  principal_id: (record) => issuerOf(record)?.['principalId'],
  event_source: (record) => record.eventSource,
  event_name: (record) => record.eventName,
  event_type: (record) => record['eventType'],
  region: (record) => record.awsRegion,
  error_code: (record) => record['errorCode'],
  refusal: () => undefined,
  detail: (record) => JSON.stringify(record['requestParameters'] ?? null),
};

/** Columns of the latest event of a row. */
const SAMPLE: Readonly<Record<string, (record: CloudTrailRecord) => Json | undefined>> = {
  last_time: (record) => record.eventTime,
  passes_role: (record) => String(JSON.stringify(record['requestParameters'] ?? null).includes(':role/')),
  parameter_names: (record) =>
    isJsonObject(record['requestParameters']) ? Object.keys(record['requestParameters']).sort().join(' ') : '',
  sample_id: (record) => record.eventID,
  sample_caller: (record) => record.userIdentity['arn'],
  sample_invoked_by: (record) => record.userIdentity['invokedBy'],
  sample_message: (record) => record['errorMessage'],
  sample_parameters: (record) => textOf(record['requestParameters']),
  sample_response: (record) => textOf(record['responseElements']),
  sample_resources: () => undefined,
};

function summedUp(
  columns: readonly string[],
  sql: string,
  { account }: Call,
): readonly (readonly (string | undefined)[])[] {
  const [from = '', to = ''] = [...sql.matchAll(/eventtime [<>]=? '([^']+)'/g)].map((match) => match[1] ?? '');
  const regions = [...(/"region" IN \(([^)]*)\)/.exec(sql)?.[1] ?? '').matchAll(/'([^']*)'/g)].map((match) => match[1]);
  const records = [...account.events, ...account.dataEvents]
    .filter((record) => record.eventTime >= from && record.eventTime < to && regions.includes(record.awsRegion))
    .toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
  const rows = Map.groupBy(records, (record) =>
    JSON.stringify(Object.values(ALIKE).map((read) => read(record) ?? null)),
  );
  return [...rows.values()].map((alike) => {
    const [first, last] = [alike[0], alike.at(-1)];
    return columns.map((column): string | undefined => {
      if (column === 'events') return String(alike.length);
      if (column === 'first_time') return first?.eventTime;
      const value = last === undefined ? undefined : (ALIKE[column] ?? SAMPLE[column])?.(last);
      return typeof value === 'string' ? value : undefined;
    });
  });
}

function issuerOf({ userIdentity }: CloudTrailRecord): JsonObject | undefined {
  const context = userIdentity['sessionContext'];
  const issuer = isJsonObject(context) ? context['sessionIssuer'] : undefined;
  return isJsonObject(issuer) ? issuer : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}
