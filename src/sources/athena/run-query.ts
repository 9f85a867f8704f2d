import { MINUTE_MS } from '../../base/time.ts';
import type { AthenaCalls } from './athena-calls.ts';

/** Milliseconds between looks at a running query: soon at first, then every few seconds. */
const WAITS = [500, 1_000, 2_000, 3_000] as const;

export interface RunOptions {
  /** The columns asked for; an answer with others is none. */
  readonly columns: readonly string[];
  /** Milliseconds left for the query; it is stopped when they are used up. */
  readonly timeLeft: () => number;
}

/** Kept back for the pages of the answer. */
const KEPT_FOR_RESULTS = MINUTE_MS / 2;

/**
 * Runs a query and yields the rows of its answer, page by page, without the row of column names. A query that is not done
 * in time, or that nobody waits for any more, is stopped, so that it does not go on costing.
 *
 * @throws {Error} when the query fails (with what Athena says), or its end comes too late
 */
export async function* runQuery(
  calls: AthenaCalls,
  sql: string,
  token: string,
  { columns, timeLeft }: RunOptions,
): AsyncGenerator<readonly (readonly (string | undefined)[])[]> {
  const id = await calls.start(sql, token);
  let done = false;
  try {
    for (let looks = 0; !done; looks += 1) {
      const state = await calls.state(id);
      if (state.kind === 'failed') throw new Error(`the query failed: ${state.why}`);
      done = state.kind === 'done';
      if (done) break;
      if (timeLeft() <= KEPT_FOR_RESULTS)
        throw new Error("the run's deadline came before the query's end; it was stopped");
      await calls.wait(WAITS[Math.min(looks, WAITS.length - 1)] ?? 1_000);
    }
  } finally {
    // A failing stop changes nothing: the workgroup's limit on bytes scanned still holds.
    if (!done) await calls.stop(id).catch(() => undefined);
  }
  let first = true;
  let next: string | undefined;
  do {
    const page = await calls.results(id, next);
    if (first && page.rows[0]?.join() !== columns.join()) {
      throw new Error(`the answer has the columns "${page.rows[0]?.join() ?? ''}", expected "${columns.join()}"`);
    }
    yield first ? page.rows.slice(1) : page.rows;
    if (next !== undefined && page.next === next) throw new Error('the next page has the token of this one');
    first = false;
    next = page.next;
  } while (next !== undefined);
}
