import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSignedWith } from '../../../src/sources/trail/validation/verify-signature.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const TEXT = '2026-09-20T10:01:31Z\nlogs/AWSLogs/d\nabcd\nnull';
const SIGNATURE = sign('sha256', Buffer.from(TEXT), privateKey).toString('hex');
const PKCS1 = publicKey.export({ type: 'pkcs1', format: 'der' });

describe('a signature', () => {
  test.each([
    ['PKCS #1', PKCS1],
    ['SubjectPublicKeyInfo', publicKey.export({ type: 'spki', format: 'der' })],
  ])('is checked with a key in the form of %s', (_, key) => {
    expect(isSignedWith(TEXT, SIGNATURE, key)).toBe(true);
    expect(isSignedWith(TEXT, SIGNATURE.toUpperCase(), key)).toBe(true);
    expect(isSignedWith(`${TEXT} `, SIGNATURE, key)).toBe(false);
  });
  const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'pkcs1', format: 'der' });
  const curve = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
  test.each([
    ['another key', SIGNATURE, other],
    ['a key of another kind', SIGNATURE, curve],
    ['no key', SIGNATURE, Buffer.from('no key')],
    ['no hexadecimal digits', `${SIGNATURE}x`, PKCS1],
    ['an empty signature', '', PKCS1],
    ['half a signature', SIGNATURE.slice(0, 64), PKCS1],
  ])('is none with %s', (_, signature, key) => {
    expect(isSignedWith(TEXT, signature, key)).toBe(false);
  });
});
