import { gunzipSync, gzipSync } from 'node:zlib';
import { readObject, writeObject } from './reports.ts';
import type { World } from './world.ts';

/** What a ledger of version 1 held. */
const FIELDS = ['roles', 'grantChanges', 'coverage', 'reads', 'grants', 'findings', 'sightings'];
/** What one of version 1 did not know of a finding. */
const LATER = ['suppressed'];

/** Puts in the place of the ledger what a release of version 1 would have left: less, and read by another program. */
export async function writeOldLedger({ session, bucket, accountId }: World): Promise<void> {
  const key = `ledger/${accountId}/ledger.json.gz`;
  const today = JSON.parse(gunzipSync(await readObject(session, bucket, key)).toString('utf8')) as {
    readonly body: { readonly ledger: Readonly<Record<string, readonly unknown[]>> };
  };
  const { ledger } = today.body;
  const old = {
    ...Object.fromEntries(FIELDS.map((field) => [field, ledger[field]])),
    findings: (ledger['findings'] as readonly [string, object][]).map(([id, finding]) => [id, without(LATER, finding)]),
  };
  const body = { reading: 'of an earlier release', ledger: old };
  await writeObject(session, bucket, key, gzipSync(JSON.stringify({ ...today, version: 1, body })));
}

/** The version of the ledger's form. */
export async function ledgerVersion({ session, bucket, accountId }: World): Promise<unknown> {
  const bytes = await readObject(session, bucket, `ledger/${accountId}/ledger.json.gz`);
  return (JSON.parse(gunzipSync(bytes).toString('utf8')) as { readonly version: unknown }).version;
}

function without(names: readonly string[], value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
