import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import type { News } from './finding-changes.ts';

/** The caveats of a message. Where the ledger says what is new, nobody need be told that Security Hub could not. */
export function caveatsToTell(result: AuditResult, news: News): readonly string[] {
  return caveatsOf(news.known ? { ...result, lifecycle: { ...result.lifecycle, knownComplete: true } } : result);
}
