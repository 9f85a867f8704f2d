import type { SandboxAccount } from '../sandbox-account.ts';
import type { StoredObject } from '../sandbox-state.ts';
import type { Call } from '../service.ts';
import { trailLogFiles } from '../trail-log-files.ts';

interface Delivered {
  /** What the files were made of: how many events, up to when. */
  readonly of: string;
  readonly files: ReadonlyMap<string, StoredObject>;
}

const delivered = new WeakMap<SandboxAccount, Delivered>();

/**
 * What a bucket's S3 holds, by `bucket/key`: what was put there, and in a trail's bucket its log files. These are made
 * when the bucket is first asked for, since most runs never do.
 */
export function objectsOf(bucket: string, { account, state, now }: Call): ReadonlyMap<string, StoredObject> {
  if (!account.trails.some((trail) => trail.bucket === bucket)) return state.objects;
  const of = `${account.events.length} ${account.dataEvents.length} ${account.trails.length} ${now}`;
  const before = delivered.get(account);
  const files = before?.of === of ? before.files : trailLogFiles(account, now);
  delivered.set(account, { of, files });
  return new Map([...files, ...state.objects]);
}
