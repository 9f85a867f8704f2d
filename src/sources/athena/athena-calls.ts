import type { Incomplete } from '../../base/incomplete.ts';

/** How a query stands. */
export type QueryState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly scannedBytes: number }
  | { readonly kind: 'failed'; readonly why: string };

/** A page of an answer. The first row of the first page holds the column names. */
export interface ResultPage {
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly next?: string;
}

/** The calls to Amazon Athena that the source `athena` needs; each rejects with the service's own error. */
export interface AthenaCalls {
  /** A table's parameters. */
  tableParameters(): Promise<Readonly<Record<string, string | undefined>>>;
  /** Starts a query and returns its id. The same token starts it only once. */
  start(sql: string, token: string): Promise<string>;
  state(id: string): Promise<QueryState>;
  results(id: string, token: string | undefined): Promise<ResultPage>;
  stop(id: string): Promise<void>;
  /** Waits, so many milliseconds, for a query that runs. */
  wait(ms: number): Promise<unknown>;
  /** States what a failed call lost, and what would mend it. */
  incompleteOf(what: string, error: unknown): Incomplete;
}
