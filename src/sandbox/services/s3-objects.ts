import { lazy } from '../../base/lazy.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import type { SandboxState, StoredObject } from '../sandbox-state.ts';
import type { Call } from '../service.ts';
import { type TrailDigests, trailDigests } from '../trail-digests.ts';
import { trailLogFiles } from '../trail-log-files.ts';

/** What a bucket holds. */
export interface BucketObjects {
  /** By `bucket/key`. */
  get(name: string): StoredObject | undefined;
  /** `bucket/key` of all that begins so, in any order. */
  names(prefix: string): Iterable<string>;
}

interface Delivered {
  /** What the files were made of: how many events and trails. */
  readonly of: string;
  readonly digests: readonly TrailDigests[];
  readonly now: number;
  readonly files: ReadonlyMap<string, StoredObject>;
  /** The names of both. */
  readonly sorted: () => readonly string[];
}

/** By the account whose trails deliver, and bucket. */
const known = new WeakMap<SandboxAccount, Map<string, Delivered>>();

/**
 * What S3 holds, by `bucket/key`: what was put there, and in a trail's bucket its log files and digests. These are made
 * when the bucket is first asked for, since most runs never do.
 */
export function objectsOf(bucket: string, call: Call): BucketObjects {
  const { state, now } = call;
  const delivered = recordedIn(bucket, call).map((account) => deliveredBy(account, bucket, now));
  const isThere = (name: string): boolean => !state.removed.has(name);
  return {
    get(name) {
      const put = state.objects.get(name);
      if (put !== undefined || !isThere(name)) return put;
      for (const { files, digests } of delivered) {
        const found = files.get(name) ?? digestNamed(digests, name, now);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    names: (prefix) =>
      new Set([
        ...delivered.flatMap(({ sorted }) => beginningWith(sorted(), prefix)).filter(isThere),
        ...putThere(state, prefix),
      ]),
  };
}

/** The accounts whose trails deliver there: of an organization's trail all of them. */
function recordedIn(bucket: string, { account, organization }: Call): readonly SandboxAccount[] {
  const accounts = new Set([account, ...(organization?.members.map((member) => member.account) ?? [])]);
  return [...accounts].filter(({ trails }) => trails.some((trail) => trail.bucket === bucket));
}

function putThere({ objects }: SandboxState, prefix: string): readonly string[] {
  return [...objects.keys()].filter((name) => name.startsWith(prefix));
}

/** Of sorted names: a run of some thousand is listed day by day. */
function beginningWith(sorted: readonly string[], prefix: string): readonly string[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (sorted[end]?.startsWith(prefix)) end += 1;
  return sorted.slice(low, end);
}

function digestNamed(digests: readonly TrailDigests[], name: string, now: number): StoredObject | undefined {
  if (!name.includes('/CloudTrail-Digest/')) return undefined;
  for (const each of digests) {
    const found = each.get(name);
    if (found !== undefined && found.lastModified <= now) return found;
  }
  return undefined;
}

function deliveredBy(account: SandboxAccount, bucket: string, now: number): Delivered {
  const inBuckets = known.get(account) ?? new Map<string, Delivered>();
  known.set(account, inBuckets);
  const of = `${account.events.length} ${account.dataEvents.length} ${account.trails.length}`;
  const before = inBuckets.get(bucket);
  if (before?.of === of && before.now === now) return before;
  const files = trailLogFiles(account, now, [bucket]);
  const held = before?.of === of ? before : undefined;
  const digests = held?.digests ?? digestsIn(account, bucket, () => inBuckets.get(bucket)?.files ?? files);
  const sorted = lazy(() => [...files.keys(), ...digests.flatMap((each) => each.names(now))].sort());
  const fresh = { of, now, files, digests, sorted };
  inBuckets.set(bucket, fresh);
  return fresh;
}

function digestsIn(
  account: SandboxAccount,
  bucket: string,
  files: () => ReadonlyMap<string, StoredObject>,
): readonly TrailDigests[] {
  const enabled = account.regions.filter(({ optInStatus }) => optInStatus !== 'not-opted-in').map(({ name }) => name);
  return account.trails
    .filter((trail) => trail.logFileValidation !== undefined && trail.bucket === bucket)
    .flatMap((trail) =>
      (trail.multiRegion ? enabled : [trail.homeRegion]).map((region) => trailDigests(account, trail, region, files)),
    );
}
