import { getOrInsert } from '../../../base/get-or-insert.ts';
import type { Incomplete } from '../../../base/incomplete.ts';
import { type EpochMs, HOUR_MS, type TimeRange, toIso } from '../../../base/time.ts';
import {
  type ChainBreak,
  type ChainLink,
  type ChainReading,
  readChain,
} from '../../../cloudtrail/digests/digest-chain.ts';
import { parseDigestName } from '../../../cloudtrail/digests/digest-name.ts';
import type { Digest } from '../../../cloudtrail/digests/parse-digest.ts';
import type { DigestAccess } from '../trail-store.ts';
import { type DigestedDays, digestedDays } from './digested-days.ts';
import { judgeDigest } from './judge-digest.ts';
import type { KeysByFingerprint, LoadedDigest } from './read-digest.ts';

/** CloudTrail makes a digest an hour and delivers it soon after; one that is not there by then is missed. Milliseconds. */
export const DIGEST_DELAY_MS = 3 * HOUR_MS;

/** A trail whose digests are to be there. */
export interface ExpectedChain {
  readonly trail: string;
  readonly homeRegion: string;
  readonly ofOrganization: boolean;
  /** One that ends no earlier must be there; absent where none was ever delivered. */
  readonly due?: EpochMs;
  /** Why the last delivery of a digest failed. */
  readonly digestError?: string;
}

/** What is known of a Region's digests so far. */
export interface RegionDigests {
  readonly days: DigestedDays;
  /** How many trails must have digests there. */
  readonly due: number;
  /** Whether digests of this name are to be read. */
  wants(key: string): boolean;
  /** Takes in a digest, the newest of a chain first; returns it where it is intact. */
  add(address: string, loaded: LoadedDigest, keys: KeysByFingerprint | undefined): Digest | undefined;
  /** Whether some digest was read. */
  any(): boolean;
  /** Where digests are missing or refused, as far as was looked. */
  losses(): readonly { readonly gap: ChainBreak; readonly incomplete: Incomplete }[];
  /** Deliveries before log file validation began, by trail. */
  undigested(): readonly { readonly trail: string; readonly homeRegion: string; readonly deliveries: TimeRange }[];
}

interface Chain {
  readonly trail: string;
  readonly homeRegion: string;
  readonly isBackfill: boolean;
  readonly expected?: ExpectedChain;
  readonly links: Map<string, ChainLink>;
  next: Digest | undefined;
}

/** No digest yet. Where it is unknown which trails deliver, every trail's digests count and none is missed at the end. */
export function regionDigests(
  region: string,
  access: DigestAccess,
  expected: readonly ExpectedChain[] | undefined,
): RegionDigests {
  const days = digestedDays();
  const chains = new Map<string, Chain>();
  for (const each of expected ?? []) {
    const { trail, homeRegion } = each;
    chains.set(chainKey(each, false), {
      trail,
      homeRegion,
      isBackfill: false,
      expected: each,
      links: new Map(),
      next: undefined,
    });
  }
  const nameOf = ({ bucket, key }: { readonly bucket: string; readonly key: string }) =>
    access.nameOf(`s3://${bucket}/${key}`);
  const linkOf = (key: string, digest: Digest): ChainLink => {
    const { from, to, previous } = digest;
    // A trail whose bucket or prefix was changed begins anew here.
    const isHere = previous?.bucket === digest.bucket && folderOf(previous.key) === folderOf(digest.key);
    return { kind: 'intact', key, from, to, ...(previous && isHere && { previousKey: nameOf(previous) }) };
  };
  return {
    days,
    due: (expected ?? []).filter(({ due }) => due !== undefined).length,
    wants(key) {
      const name = parseDigestName(key);
      if (name?.region !== region) return false;
      return expected === undefined || chains.has(chainKey({ ...name, ofOrganization: isOfOrganization(key) }, false));
    },
    add(address, loaded, keys) {
      const name = parseDigestName(address);
      if (name === undefined) return undefined;
      const place = { ...name, ofOrganization: isOfOrganization(address) };
      const chain = getOrInsert(chains, chainKey(place, name.isBackfill), (): Chain => {
        const { trail, homeRegion, isBackfill } = name;
        return { trail, homeRegion, isBackfill, links: new Map(), next: undefined };
      });
      const key = access.nameOf(address);
      const isNamed = chain.next?.previous !== undefined && nameOf(chain.next.previous) === key;
      const judged = judgeDigest(loaded, {
        signed: access.signed,
        ...(keys && { keys }),
        ...(isNamed && chain.next && { next: chain.next }),
      });
      if (!judged.ok) {
        chain.links.set(key, { kind: 'refused', key, to: name.endsAt, ...judged.reason });
        return undefined;
      }
      chain.next = judged.digest;
      chain.links.set(key, linkOf(key, judged.digest));
      return judged.digest;
    },
    any: () => [...chains.values()].some(({ links }) => links.size > 0),
    losses: () =>
      [...chains.values()].flatMap((chain) =>
        readingOf(chain, days).breaks.map((gap) => ({ gap, incomplete: incompleteOf(region, chain, gap) })),
      ),
    undigested: () =>
      [...chains.values()].flatMap((chain) => {
        const { trail, homeRegion } = chain;
        return readingOf(chain, days).undigested.map((deliveries) => ({ trail, homeRegion, deliveries }));
      }),
  };
}

/** Reads each unbroken time that was looked at by itself. Before validation began no digest is to be there. */
function readingOf({ links, expected, isBackfill }: Chain, days: DigestedDays): ChainReading {
  const all = [...links.values()];
  const readings = days.runs().map(({ from, to }) => {
    const own = all.filter((link) => from <= link.to && link.to < to);
    const due = Math.min(expected?.due ?? Number.NEGATIVE_INFINITY, to - 2 * HOUR_MS);
    const isDue = !isBackfill && due > from && !beginsAfter(all, to);
    return readChain(own, { from, ...(isDue && { due }) });
  });
  const breaks = readings.flatMap((reading) => reading.breaks);
  // A backfill names what an hour's digest left out: the hours between two of them are not its own.
  return isBackfill
    ? { breaks: breaks.map(shortened), undigested: [] }
    : { breaks, undigested: readings.flatMap((reading) => reading.undigested) };
}

/** Whether the first digest after a time is a starting one: by its signature there was no validation before it. */
function beginsAfter(links: readonly ChainLink[], at: EpochMs): boolean {
  const later = links.filter((link) => link.to >= at);
  const first = later.reduce<ChainLink | undefined>(
    (least, link) => (least && least.to <= link.to ? least : link),
    undefined,
  );
  return first?.kind === 'intact' && first.previousKey === undefined;
}

function shortened(gap: ChainBreak): ChainBreak {
  const { from, to } = gap.deliveries;
  return { ...gap, deliveries: { from: Math.max(from, to - 2 * HOUR_MS), to } };
}

function incompleteOf(region: string, { trail, expected }: Chain, gap: ChainBreak): Incomplete {
  const { deliveries, key, why, missing } = gap;
  const files = `trail files delivered in ${region} from ${toIso(deliveries.from)} to ${toIso(deliveries.to)}`;
  if (key !== undefined) {
    const what = `${files}, by digest ${key}`;
    return {
      what,
      why: `${why}; what was delivered then may have been taken away or altered`,
      ...(missing && { missing }),
    };
  }
  const error = expected?.digestError === undefined ? '' : `; CloudTrail cannot deliver them: ${expected.digestError}`;
  return { what: `${files}, of trail ${trail}`, why: `${why}, though log file validation is on${error}` };
}

function chainKey(
  { trail, homeRegion, ofOrganization }: Pick<ExpectedChain, 'trail' | 'homeRegion' | 'ofOrganization'>,
  isBackfill: boolean,
): string {
  return [homeRegion, ofOrganization, isBackfill, trail].join(' ');
}

/** `AWSLogs/o-abc1234567/123456789012/CloudTrail-Digest/…` */
function isOfOrganization(key: string): boolean {
  return /(^|\/)o-[a-z0-9]{10,32}\/\d{12}\/CloudTrail-Digest\//.test(key);
}

function folderOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/CloudTrail-Digest/')));
}
