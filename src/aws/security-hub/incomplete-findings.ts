import type { Incomplete, IncompleteReason } from '../../base/incomplete.ts';

/** Findings that were lost one by one, or batch by batch; told together where they were lost for the same reason. */
export interface IncompleteFindings<T> {
  add(lost: readonly T[], why: IncompleteReason): void;
  /** One `Incomplete` per reason: a product that is switched off refuses thousands for the same. */
  told(describe: (lost: readonly T[]) => string): readonly Incomplete[];
}

/** Begins with nothing lost. */
export function incompleteFindings<T>(): IncompleteFindings<T> {
  const byReason = new Map<string, { readonly why: IncompleteReason; readonly lost: T[] }>();
  return {
    add(lost, why) {
      if (lost.length === 0) return;
      const entry = byReason.get(why.why) ?? { why, lost: [] };
      byReason.set(why.why, entry);
      entry.lost.push(...lost);
    },
    told: (describe) => [...byReason.values()].map(({ why, lost }) => ({ what: describe(lost), ...why })),
  };
}
