import { gunzipSync, gzipSync } from 'node:zlib';
import { readObject, writeObject } from './reports.ts';
import type { World } from './world.ts';

/** What a ledger of version 1 held. */
const FIELDS = ['roles', 'grantChanges', 'coverage', 'reads', 'grants', 'findings', 'sightings'];
/** What one of version 1 did not know of a finding. */
const LATER = ['suppressed'];

interface LedgerText {
  readonly version: number;
  readonly body: { readonly ledger: Readonly<Record<string, readonly unknown[]>> };
}

/** The ledger as it is kept, beside the reports. */
export async function readLedger({ session, bucket, accountId }: World): Promise<LedgerText> {
  return JSON.parse(gunzipSync(await readObject(session, bucket, keyOf(accountId))).toString('utf8')) as LedgerText;
}

/** Puts in the place of the ledger what a release of version 1 would have left: less, and read by another program. */
export async function writeOldLedger(world: World): Promise<void> {
  const { body, ...outer } = await readLedger(world);
  const findings = (body.ledger['findings'] ?? []) as readonly [string, object][];
  const ledger = {
    ...Object.fromEntries(FIELDS.map((field) => [field, body.ledger[field]])),
    findings: findings.map(([id, finding]) => [id, without(LATER, finding)]),
  };
  const text = JSON.stringify({ ...outer, version: 1, body: { reading: 'of an earlier release', ledger } });
  await writeObject(world.session, world.bucket, keyOf(world.accountId), gzipSync(text));
}

function keyOf(accountId: string): string {
  return `ledger/${accountId}/ledger.json.gz`;
}

function without(names: readonly string[], value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
