import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { AthenaCalls, QueryState } from '../../sources/athena/athena-calls.ts';
import { MalformedAnswer, toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/** Where a trail's table is. */
export interface AthenaPlace {
  readonly database: string;
  readonly table: string;
  /** Says where answers go, and how many bytes a query may scan. */
  readonly workgroup: string;
}

/** Milliseconds for the call that stops a query, whose run may be out of time already. */
const STOP_TIMEOUT = 5_000;

/** The calls to Athena, in the session's own Region and the account's data catalogue. */
export function createAthenaCalls(session: AwsSession, { database, table, workgroup }: AthenaPlace): AthenaCalls {
  const client = () => session.client(AthenaClient);
  const ending = abortOptions(session.signal);
  const asked = <A, T>(send: () => Promise<A>, check: (answer: A) => T) =>
    callApi(send, check, undefined, session.signal);
  return {
    tableParameters: () =>
      asked(
        () =>
          client().send(
            new GetTableMetadataCommand({ CatalogName: 'AwsDataCatalog', DatabaseName: database, TableName: table }),
            ending,
          ),
        (answer) => requireField(answer.TableMetadata, 'TableMetadata').Parameters ?? {},
      ),
    start: (sql, token) =>
      asked(
        () =>
          client().send(
            new StartQueryExecutionCommand({ QueryString: sql, ClientRequestToken: token, WorkGroup: workgroup }),
            ending,
          ),
        (answer) => requireField(answer.QueryExecutionId, 'QueryExecutionId'),
      ),
    state: (id) =>
      asked(
        () => client().send(new GetQueryExecutionCommand({ QueryExecutionId: id }), ending),
        (answer): QueryState => {
          const { Status: status, Statistics: statistics } = requireField(answer.QueryExecution, 'QueryExecution');
          switch (requireField(status?.State, 'State')) {
            case 'QUEUED':
            case 'RUNNING':
              return { kind: 'running' };
            case 'SUCCEEDED':
              return { kind: 'done', scannedBytes: statistics?.DataScannedInBytes ?? 0 };
            case 'FAILED':
            case 'CANCELLED':
              return { kind: 'failed', why: status?.StateChangeReason ?? 'Athena does not say why' };
            default:
              throw new MalformedAnswer(`"State" is "${String(status?.State)}"`);
          }
        },
      ),
    results: (id, token) =>
      asked(
        () =>
          client().send(
            new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token, MaxResults: 1_000 }),
            ending,
          ),
        (answer) => {
          const rows = requireField(requireField(answer.ResultSet, 'ResultSet').Rows, 'Rows');
          const read = rows.map((row) => requireField(row.Data, 'Data').map((datum) => datum.VarCharValue));
          return { rows: read, ...(answer.NextToken ? { next: answer.NextToken } : {}) };
        },
      ),
    async stop(id) {
      await client().send(new StopQueryExecutionCommand({ QueryExecutionId: id }), {
        abortSignal: AbortSignal.timeout(STOP_TIMEOUT),
      });
    },
    wait: (ms) => session.wait(ms),
    incompleteOf: (what, error) => toIncomplete(what, error),
  };
}
