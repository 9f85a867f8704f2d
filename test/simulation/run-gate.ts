import { setImmediate as turn } from 'node:timers/promises';
import type { Random } from '../truth/random.ts';

/** What a run asks the world through: one thing at a time, in an order that a seed decides. */
export interface Gate {
  /** Asks for something that changes nothing. */
  look<T>(work: () => T): Promise<T>;
  /** Does something that is there afterwards, whatever becomes of the run. */
  effect<T>(work: () => T): Promise<T>;
}

/** A run that may be killed: with its effect of that number, which is done or not, nothing is answered any more. */
export interface GatedRun<T> {
  readonly start: (gate: Gate) => Promise<T>;
  readonly kill?: { readonly at: number; readonly done: boolean };
  /** Begins when so many things were asked by others. */
  readonly after?: number;
}

/** How a run ended; `place` is its place among all ends, `effects` how many it had. */
export type RunEnd<T> = { readonly place: number; readonly effects: number } & (
  | { readonly kind: 'ended'; readonly value: T }
  | { readonly kind: 'killed' }
);

interface Waiting {
  readonly run: number;
  readonly isEffect: boolean;
  readonly go: () => void;
  readonly work: () => unknown;
}

/**
 * Runs side by side. Only when nobody can go on without an answer is one of those who wait given it, so that a seed decides everything
 * as long as nothing else (threads, timers) lets runs wait. Rejects with what a run throws.
 */
export async function interleave<T>(runs: readonly GatedRun<T>[], random: Random): Promise<readonly RunEnd<T>[]> {
  const waiting: Waiting[] = [];
  const ends = new Map<number, RunEnd<T>>();
  const effects = runs.map(() => 0);
  const failures: unknown[] = [];
  let asked = 0;
  const started = new Set<number>();

  const gateOf = (run: number): Gate => {
    const ask = <R>(isEffect: boolean, work: () => R): Promise<R> =>
      new Promise((resolve, reject) => {
        const go = (): void => {
          try {
            resolve(work());
          } catch (error) {
            reject(error);
          }
        };
        waiting.push({ run, isEffect, go, work });
      });
    return { look: (work) => ask(false, work), effect: (work) => ask(true, work) };
  };
  const begin = (run: number, { start }: GatedRun<T>): void => {
    started.add(run);
    start(gateOf(run)).then(
      (value) => ends.set(run, { kind: 'ended', value, place: ends.size, effects: effects[run] ?? 0 }),
      (error: unknown) => failures.push(error),
    );
  };

  while (ends.size < runs.length) {
    for (const [run, gated] of runs.entries()) {
      const others = ends.size === started.size;
      if (!started.has(run) && (asked >= (gated.after ?? 0) || others)) begin(run, gated);
    }
    await turn();
    if (failures.length > 0) throw failures[0];
    const open = waiting.filter(({ run }) => !ends.has(run));
    if (open.length === 0) continue;
    const next = random.pick(open);
    waiting.splice(waiting.indexOf(next), 1);
    asked += 1;
    const { kill } = runs[next.run] ?? {};
    const count = (effects[next.run] ?? 0) + (next.isEffect ? 1 : 0);
    effects[next.run] = count;
    if (next.isEffect && kill?.at === count) {
      if (kill.done) attemptOf(next.work);
      ends.set(next.run, { kind: 'killed', place: ends.size, effects: count });
      continue;
    }
    next.go();
  }
  return [...ends].toSorted(([a], [b]) => a - b).map(([, end]) => end);
}

/** Nobody hears what came of it. */
function attemptOf(work: () => unknown): void {
  try {
    work();
  } catch {
    // As good as killed before.
  }
}
