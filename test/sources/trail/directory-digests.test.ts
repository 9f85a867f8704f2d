import { expect, test, vi } from 'vitest';
import { createDigestKeys } from '../../../src/aws/cloudtrail/digest-keys.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { createDirectoryTrailStore } from '../../../src/sources/trail/directory-trail-store.ts';
import { trailSource } from '../../../src/sources/trail/trail-source.ts';
import type { DigestKeys } from '../../../src/sources/trail/validation/digest-keys.ts';
import { sandboxSession } from '../../support/sandbox-session.ts';
import { alter, BUCKET, deliveredIn, FROM, NOW, validatedAccount } from '../../support/validated-trail.ts';
import { directoryOf } from './trail-files.ts';

// Each reads some two hundred digests.
vi.setConfig({ testTimeout: 60_000 });

const ACCOUNT = validatedAccount();

/** A copy of what CloudTrail delivered; names of what is left out, and files that are altered. */
async function copyOf(
  layout: 'folders' | 'flat',
  isLeft: (name: string) => boolean,
  altered?: string,
): Promise<string> {
  const sandbox = await startSandbox({ account: ACCOUNT, limits: false });
  try {
    const all = () =>
      ['us-east-1', 'eu-west-1'].flatMap((region) => [
        ...deliveredIn(sandbox, 'CloudTrail', region),
        ...deliveredIn(sandbox, 'CloudTrail-Digest', region),
      ]);
    for (const each of all()) {
      if (altered !== undefined && each.name.includes(altered)) alter(sandbox, each, (text) => `${text} `);
    }
    const files = all().filter(({ name }) => isLeft(name));
    const pathOf = (name: string) =>
      layout === 'flat' ? name.slice(name.lastIndexOf('/') + 1) : name.slice(BUCKET.length + 1);
    return await directoryOf(Object.fromEntries(files.map(({ name, object }) => [pathOf(name), object.body])));
  } finally {
    await sandbox.close();
  }
}

async function read(directory: string, keys?: DigestKeys) {
  const source = trailSource([{ store: createDirectoryTrailStore(directory) }], {
    clock: { now: () => NOW },
    threads: 1,
    validation: { trails: async () => [], ...(keys && { keys }) },
  });
  const nothing = () => undefined;
  return source.read(
    { accountId: ACCOUNT.accountId as `${number}`, regions: ['us-east-1', 'eu-west-1'], from: FROM, to: NOW },
    { observe: nothing, assumed: nothing, grantChanged: nothing, unreadable: nothing },
  );
}

async function sandboxKeys(): Promise<DigestKeys> {
  const { session } = await sandboxSession({ account: ACCOUNT, limits: false });
  return createDigestKeys(session);
}

test.each(['folders', 'flat'] as const)('digests in a directory of %s vouch for its files', async (layout) => {
  const { incomplete, unvalidated } = await read(await copyOf(layout, () => true), await sandboxKeys());
  expect([incomplete, unvalidated]).toEqual([[], []]);
});

test('without anybody to ask for keys, hashes are compared and that is said', async () => {
  const directory = await copyOf('folders', () => true, '_20260922T1205Z_');
  const { incomplete, unvalidated } = await read(directory);
  expect(incomplete.map(({ why }) => why)).toEqual([expect.stringMatching(/not what CloudTrail delivered/)]);
  expect(unvalidated).toEqual([{ place: directory, why: 'unsigned' }]);
});

test.each([
  ['file is missing', (name: string) => !name.includes('_20260922T1205Z_'), undefined, /no longer there/],
  ['digest is missing', (name: string) => !name.includes('_20260922T130131Z'), undefined, /it is not there/],
  ['digest is altered', () => true, '_20260922T130131Z', /CloudTrail did not sign it/],
] as const)('where a %s, that is named', async (_, isLeft, altered, why) => {
  const { incomplete } = await read(await copyOf('folders', isLeft, altered), await sandboxKeys());
  expect(incomplete.map((each) => each.why)).toEqual([expect.stringMatching(why)]);
});

test('a directory without digests is read as ever', async () => {
  const { incomplete, unvalidated } = await read(
    await copyOf('folders', (name) => !name.includes('Digest')),
    await sandboxKeys(),
  );
  expect([incomplete, unvalidated]).toEqual([[], []]);
});
