import type { IncompleteReason } from '../../base/incomplete.ts';
import type { EpochMs, TimeRange } from '../../base/time.ts';
import { parseDigestName } from './digest-name.ts';

/** A digest that was looked at. */
export type ChainLink =
  /** It is as CloudTrail delivered it. */
  | {
      readonly kind: 'intact';
      readonly key: string;
      readonly from: EpochMs;
      readonly to: EpochMs;
      /** Absent in a starting digest, and where the one before lies in another place. */
      readonly previousKey?: string;
    }
  /** It cannot be read, or is not what CloudTrail signed. */
  | ({ readonly kind: 'refused'; readonly key: string; readonly to: EpochMs } & IncompleteReason);

/** Deliveries of which no intact digest tells. */
export interface ChainBreak extends IncompleteReason {
  readonly deliveries: TimeRange;
  /** The digest that is missing or refused; absent where none has come for too long. */
  readonly key?: string;
}

/** What the digests of one trail in one Region come to. */
export interface ChainReading {
  /** Where a digest should be and is not. */
  readonly breaks: readonly ChainBreak[];
  /** Deliveries before a starting digest: by its signature, there was no validation then. */
  readonly undigested: readonly TimeRange[];
}

/** Which digests were looked for. */
export interface ChainRange {
  /** Those that end from here on. */
  readonly from: EpochMs;
  /** One that ends no earlier than this must be there; absent where none need be. */
  readonly due?: EpochMs;
}

/**
 * Follows a chain of digests from the newest to the oldest. Each names the one before it, so that one taken out is missed; a
 * newest one taken out is missed since there is one for every hour, quiet ones too. Links come in any order, each once.
 */
export function readChain(links: readonly ChainLink[], { from, due }: ChainRange): ChainReading {
  const newestFirst = links.toSorted((a, b) => b.to - a.to);
  const present = new Set(links.map(({ key }) => key));
  const intact = newestFirst.filter((link) => link.kind === 'intact');
  /** The end of the newest digest before a time: what was delivered up to then is for that one to tell. */
  const toldBefore = (at: EpochMs): EpochMs | undefined => intact.find(({ to }) => to < at)?.to;
  const breaks: ChainBreak[] = [];
  const undigested: TimeRange[] = [];

  /** What the nearest newer digest names: `undefined` where there is none, or it is a starting digest. */
  let named: string | undefined;
  for (const link of newestFirst) {
    const { key, to } = link;
    if (link.kind === 'refused') {
      const { why, missing } = link;
      // One that the next does not name was never in the chain: anybody may have put it there.
      if (named === undefined || named === key) {
        breaks.push({ deliveries: { from: toldBefore(to) ?? from, to }, key, why, ...(missing && { missing }) });
      }
      continue;
    }
    named = link.previousKey;
    if (named === undefined) {
      undigested.push({ from: toldBefore(to) ?? Number.NEGATIVE_INFINITY, to: link.from });
      continue;
    }
    const endsAt = parseDigestName(named)?.endsAt ?? link.from;
    if (present.has(named) || endsAt < from) continue;
    breaks.push({ deliveries: { from: toldBefore(endsAt) ?? from, to: endsAt }, key: named, why: 'it is not there' });
  }
  const last = Math.max(intact[0]?.to ?? from, ...breaks.map(({ deliveries }) => deliveries.to));
  if (due !== undefined && last < due) {
    breaks.push({ deliveries: { from: last, to: due }, why: 'no digest has come for too long' });
  }
  return { breaks, undigested: undigested.filter((range) => range.from < range.to) };
}
