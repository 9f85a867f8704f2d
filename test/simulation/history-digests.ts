import { DAY_MS, day } from '../../src/base/time.ts';
import { digestKey } from '../../src/sandbox/digest-key.ts';
import { emptyAccount, type SandboxTrail } from '../../src/sandbox/sandbox-account.ts';
import type { StoredObject } from '../../src/sandbox/sandbox-state.ts';
import { type TrailDigests, trailDigests } from '../../src/sandbox/trail-digests.ts';
import type { DigestAccess, GroupDigests } from '../../src/sources/trail/trail-store.ts';
import type { DigestKeys } from '../../src/sources/trail/validation/digest-keys.ts';
import { ACCOUNT } from '../truth/resources.ts';
import { BUCKET } from '../truth/trail-model.ts';

/** The signed digests of a history's log files, an hour each, from a time on. */
export interface HistoryDigests {
  readonly access: DigestAccess;
  readonly keys: DigestKeys;
  /** Of the files of one Region that were delivered on one day, as far as CloudTrail has come by `now`. */
  of(region: string, delivered: number, now: number): GroupDigests;
}

/** `files`: all log files, by `bucket/key`; the same map as long as nothing was added. */
export function historyDigests(
  since: number,
  regions: readonly string[],
  files: () => ReadonlyMap<string, StoredObject>,
): HistoryDigests {
  const account = emptyAccount({ now: since, accountId: ACCOUNT, regions: [...regions] });
  const trail: SandboxTrail = {
    name: 'campaign',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: BUCKET,
    logging: true,
    startedAt: since,
    logFileValidation: { since },
    eventSelectors: [],
    advancedEventSelectors: [],
  };
  const digests = new Map<string, TrailDigests>(
    regions.map((region) => [region, trailDigests(account, trail, region, files)]),
  );
  return {
    access: {
      signed: true,
      nameOf: (address) => address,
      async read({ address }) {
        const name = address.slice('s3://'.length);
        const object = [...digests.values()].map((own) => own.get(name)).find((found) => found !== undefined);
        if (object === undefined) throw new Error(`There is no digest ${address}`);
        return { bytes: object.body, signature: object.headers['x-amz-meta-signature'] ?? '' };
      },
    },
    keys: {
      async of(region) {
        const { fingerprint, publicKey } = digestKey(account, region);
        return new Map([[fingerprint, publicKey]]);
      },
      incompleteOf: (what, _, error) => ({ what, why: String(error) }),
    },
    of: (region, delivered, now) => ({
      place: `s3://${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail-Digest/${region}/`,
      async of(ended) {
        const folder = `/CloudTrail-Digest/${region}/${folderOf(ended)}/`;
        const names = (digests.get(region)?.names(now) ?? []).filter((name) => name.includes(folder));
        return { files: names.map((name) => ({ address: `s3://${name}`, size: 1000 })) };
      },
      holds: ({ key }) => key.includes(`/CloudTrail/${region}/${folderOf(delivered)}/`),
    }),
  };
}

/** Validation was switched on so long before the first audit. */
export const VALIDATED_BEFORE_MS = 3 * DAY_MS;

function folderOf(at: number): string {
  return day(at).replaceAll('-', '/');
}
