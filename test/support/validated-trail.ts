import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createDigestKeys } from '../../src/aws/cloudtrail/digest-keys.ts';
import { createTrailReader } from '../../src/aws/cloudtrail/trails.ts';
import { createTrailCalls } from '../../src/aws/s3/trail-sdk-calls.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import type { ReadPart } from '../../src/evidence/usage.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import { emptyAccount, type SandboxAccount, type SandboxTrail } from '../../src/sandbox/sandbox-account.ts';
import type { StoredObject } from '../../src/sandbox/sandbox-state.ts';
import { objectsOf } from '../../src/sandbox/services/s3-objects.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { bucketTrailStore } from '../../src/sources/trail/bucket-trail-store.ts';
import { trailSource } from '../../src/sources/trail/trail-source.ts';
import type { TrailStore } from '../../src/sources/trail/trail-store.ts';
import { sandboxSession } from './sandbox-session.ts';

export const BUCKET = 'the-trail';
export const NOW = Date.UTC(2026, 8, 24, 12);
export const FROM = NOW - 3 * DAY_MS;
const ROLE = 'arn:aws:iam::418295736412:role/app';

/** A trail of management events, validated for longer than the window, and a call every six hours, in us-east-1 alone. */
export function validatedAccount(trail: Partial<SandboxTrail> = {}): SandboxAccount {
  const account = emptyAccount({ now: NOW, regions: ['us-east-1', 'eu-west-1'] });
  for (let at = NOW - 8 * DAY_MS + 2 * 60_000; at < NOW - HOUR_MS; at += 6 * HOUR_MS) {
    addEvent(account, { role: ROLE, at, eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue' });
  }
  account.buckets.push(BUCKET);
  account.trails.push({
    name: 'main',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: BUCKET,
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    logFileValidation: { since: NOW - 5 * DAY_MS },
    eventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    advancedEventSelectors: [],
    ...trail,
  });
  return account;
}

/** What CloudTrail delivered, by `bucket/key`, the oldest first. */
export function deliveredIn(sandbox: Sandbox, kind: 'CloudTrail' | 'CloudTrail-Digest', region = 'us-east-1') {
  const world = { account: sandbox.account, state: sandbox.state, now: sandbox.account.now, region, endpoint: '' };
  const objects = objectsOf(BUCKET, world as unknown as Parameters<typeof objectsOf>[1]);
  const names = [...objects.names(`${BUCKET}/`)].filter((name) => name.includes(`/${kind}/${region}/`)).sort();
  return names.map((name) => ({ name, object: objects.get(name) as StoredObject }));
}

/** Takes an object away. */
export function remove(sandbox: Sandbox, name: string): void {
  sandbox.state.removed.add(name);
  sandbox.state.objects.delete(name);
}

/** Puts an object's content, changed, in its place; what S3 keeps beside it stays. */
export function alter(
  sandbox: Sandbox,
  { name, object }: ReturnType<typeof deliveredIn>[number],
  change: (text: string) => string,
) {
  const body = gzipSync(change(gunzipSync(object.body).toString()));
  sandbox.state.objects.set(name, { ...object, body, etag: '"altered"' });
}

/** Signs a digest with a key of one's own, its content changed. */
export function forge(
  sandbox: Sandbox,
  digest: ReturnType<typeof deliveredIn>[number],
  change: (text: string) => string,
) {
  const content = change(gunzipSync(digest.object.body).toString());
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = JSON.parse(content);
  const text = [
    digestEndTime,
    `${digestS3Bucket}/${digestS3Object}`,
    hash('sha256', content, 'hex'),
    previousDigestSignature ?? 'null',
  ].join('\n');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
  const signature = sign('sha256', Buffer.from(text), privateKey).toString('hex');
  const headers = { ...digest.object.headers, 'x-amz-meta-signature': signature };
  sandbox.state.objects.set(digest.name, { ...digest.object, body: gzipSync(content), headers, etag: '"forged"' });
}

export interface ValidatedRun {
  readonly faults?: readonly FaultRule[];
  readonly known?: ReadPart;
  /** Where the window begins; three days ago unless given. */
  readonly from?: number;
  readonly signal?: AbortSignal;
  /** What happens to the bucket first. */
  readonly spoil?: (sandbox: Sandbox) => void;
  readonly store?: (store: TrailStore) => TrailStore;
}

/** Reads some days of the account's trail by the source `trail`, as a run does. */
export async function readValidated(account: SandboxAccount, run: ValidatedRun = {}) {
  const { faults = [], known, from = FROM, signal, spoil, store: change = (store) => store } = run;
  const { sandbox, session } = await sandboxSession({ account, limits: false, faults });
  spoil?.(sandbox);
  const clock = { now: () => NOW };
  const trails = createTrailReader(session, { accountId: account.accountId, clock });
  const location = { bucket: BUCKET, prefix: '' };
  const store = change(bucketTrailStore(createTrailCalls(session), `s3://${BUCKET}`));
  const source = trailSource([{ store, location }], {
    clock,
    threads: 1,
    ...(signal && { signal }),
    validation: { trails: (regions) => trails.deliveries(regions), keys: createDigestKeys(session) },
  });
  const observed: Observation[] = [];
  const outcome = await source.read(
    {
      accountId: account.accountId as `${number}`,
      regions: ['us-east-1', 'eu-west-1'],
      from,
      to: NOW,
      ...(known && { known }),
    },
    {
      observe: (observation) => observed.push(observation),
      assumed: () => undefined,
      grantChanged: () => undefined,
      unreadable: () => undefined,
    },
  );
  const readOf = (region: string) => outcome.recordsRead?.find((read) => read.region === region)?.read;
  return { sandbox, outcome, observed, here: readOf('us-east-1'), quiet: readOf('eu-west-1') };
}
