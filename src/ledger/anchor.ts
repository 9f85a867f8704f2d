import { z } from 'zod';
import { ok, problem, type Result } from '../base/result.ts';

/**
 * Which chain of documents is the ledger, and how far it has come at least. A chain ends where its documents were tampered
 * with; the next has the next number, and shares no document with it.
 */
export interface Anchor {
  readonly chain: number;
  /** Of the chain's manifest; 0 where it may have none yet. */
  readonly generation: number;
}

const form = z.strictObject({ chain: z.int().positive(), generation: z.int().nonnegative() });

/** `{"chain":1795316400000,"generation":12}`. */
export function anchorText({ chain, generation }: Anchor): string {
  return JSON.stringify({ chain, generation });
}

/** Reads what `anchorText` wrote; the problem is a clause without a full stop. */
export function parseAnchor(text: string): Result<Anchor> {
  try {
    const parsed = form.safeParse(JSON.parse(text));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Told like any other text that is none.
  }
  return problem('it holds something else than the anchor of a ledger');
}

/** Whether an anchor is further than another. */
export function isFurther(a: Anchor, b: Anchor): boolean {
  return a.chain === b.chain ? a.generation > b.generation : a.chain > b.chain;
}
