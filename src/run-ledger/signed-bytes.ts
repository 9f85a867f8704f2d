import { createHash } from 'node:crypto';

/** A document's bytes with what vouches for them. */
export interface SignedBytes {
  /** Counts how often the document was written, from 1 up. */
  readonly generation: number;
  /** The message authentication code, in base64. */
  readonly mac: string;
  readonly bytes: Uint8Array;
}

/** What a document is, besides its bytes. */
export interface SignedAs {
  /** Tells ledgers apart that share a key. */
  readonly ledger: string;
  readonly account: string;
  readonly name: string;
  readonly generation: number;
}

const NEWLINE = 0x0a;
/** Of the first line, which is read before anything vouches for it. */
const LONGEST_HEADER = 200;
/** The base64 of 32 bytes, as HMAC_SHA_256 gives. */
const HEADER = /^\{"signed":1,"generation":([1-9]\d{0,14}),"mac":"([A-Za-z0-9+/]{43}=)"\}$/;

/** One line of JSON, and the bytes behind it. */
export function encodeSigned({ generation, mac, bytes }: SignedBytes): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ signed: 1, generation, mac })}\n`), bytes]);
}

/** Reads what `encodeSigned` wrote, whoever wrote it; undefined where it is something else. */
export function decodeSigned(stored: Uint8Array): SignedBytes | undefined {
  const end = stored.subarray(0, LONGEST_HEADER).indexOf(NEWLINE);
  if (end < 0) return undefined;
  const [, generation, mac] = HEADER.exec(Buffer.from(stored.subarray(0, end)).toString('latin1')) ?? [];
  if (generation === undefined || mac === undefined) return undefined;
  return { generation: Number(generation), mac, bytes: stored.subarray(end + 1) };
}

/** The message that is signed for a document. It is short whatever the document's length, as KMS takes 4,096 bytes. */
export function signedMessage({ ledger, account, name, generation }: SignedAs, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return JSON.stringify(['ecs-role-auditor ledger', 1, ledger, account, name, generation, hash]);
}
