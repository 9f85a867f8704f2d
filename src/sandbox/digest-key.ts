import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SandboxAccount } from './sandbox-account.ts';

/** What CloudTrail signs the digests of a Region with. */
export interface DigestKey {
  readonly privateKey: KeyObject;
  /** DER, PKCS #1. */
  readonly publicKey: Buffer;
  readonly fingerprint: string;
}

/** Bits: far fewer than AWS's, since a sandbox must be quick and has nothing to protect. */
const KEY_BITS = 512;

const keys = new WeakMap<SandboxAccount, Map<string, DigestKey>>();

/** The key of a Region, made when it is first asked for. */
export function digestKey(account: SandboxAccount, region: string): DigestKey {
  const own = keys.get(account) ?? new Map<string, DigestKey>();
  keys.set(account, own);
  const known = own.get(region);
  if (known !== undefined) return known;
  const pair = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const publicKey = pair.publicKey.export({ type: 'pkcs1', format: 'der' });
  const fingerprint = createHash('md5').update(publicKey).digest('hex');
  const key = { privateKey: pair.privateKey, publicKey, fingerprint };
  own.set(region, key);
  return key;
}
