import { digest } from '../../base/digest.ts';
import { counted } from '../../base/format.ts';
import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import { ownIncomplete } from '../own-incomplete.ts';
import type { FindingChanges } from './finding-changes.ts';

/**
 * The caveats of a message, without what it begins with: those that its readers were not told of, and how many there are besides. Where the ledger says
 * what is new, that Security Hub could not is left out.
 */
export function messageCaveats(result: AuditResult, changes: FindingChanges): readonly string[] {
  const all = allCaveats(result, changes.known);
  const fresh = all.filter((caveat) => !changes.caveats.has(caveatKey(caveat)));
  const before = all.length - fresh.length;
  if (before === 0) return fresh;
  return [...fresh, `${counted(before, 'caveat')} as before; the report has ${before === 1 ? 'it' : 'them'}.`];
}

/** Stands for each caveat of a message, whatever its numbers and days. */
export function caveatKeys(result: AuditResult, { known }: Pick<FindingChanges, 'known'>): readonly string[] {
  return [...new Set(allCaveats(result, known).map(caveatKey))];
}

/** Counts and days that stand by themselves; numbers within names tell one thing from another. */
const MOVING = /(?<![^\s(])\d[\d,.:TZ-]*(?![^\s).,;%])/g;

function caveatKey(caveat: string): string {
  return digest(caveat.replace(MOVING, '#'));
}

function allCaveats(result: AuditResult, known: boolean): readonly string[] {
  // The headline says it of every run that was asked about a part.
  const { narrowedTo: _, ...whole } = result;
  const { lifecycle } = result;
  return caveatsOf({
    ...whole,
    incomplete: ownIncomplete(result),
    lifecycle: known ? { ...lifecycle, knownComplete: true } : lifecycle,
  });
}
