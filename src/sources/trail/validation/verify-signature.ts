import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/**
 * Whether a text was signed with a key: RSA, PKCS #1 v1.5, SHA-256 ("Custom implementations of CloudTrail log file integrity
 * validation"). A key or signature that cannot be read has signed nothing.
 *
 * @param signature in hexadecimal digits
 * @param key DER: PKCS #1, as ListPublicKeys states it, or SubjectPublicKeyInfo, since "the encoding is subject to change"
 */
export function isSignedWith(text: string, signature: string, key: Uint8Array): boolean {
  const publicKey = keyIn(key);
  if (publicKey === undefined || !/^([0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'hex'));
}

function keyIn(der: Uint8Array): KeyObject | undefined {
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      const key = createPublicKey({ key: Buffer.from(der), format: 'der', type });
      if (key.asymmetricKeyType === 'rsa') return key;
    } catch {
      // It may be in the other form.
    }
  }
  return undefined;
}
