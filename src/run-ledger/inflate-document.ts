import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { availableMemory } from '../available-memory.ts';
import { messageOf } from '../base/attempt.ts';
import { errorCode } from '../base/error-code.ts';
import { ok, problem, type Result } from '../base/result.ts';
import type { Unusable } from '../ledger/document-form.ts';

const MIB = 1024 * 1024;
/** A document takes some ten times its text while it is read and merged. */
const SHARE = 16;

/** Bytes that one document of the ledger may hold: 110 MB on a function with 1,769 MB. */
export function documentLimit(memory = availableMemory()): number {
  return Math.floor(Math.min(256 * MIB, Math.max(32 * MIB, memory / SHARE)));
}

/**
 * The text of a document that is kept compressed. Stops at the limit: a document beyond it is `unusable`, since more memory may read it,
 * and one that is no gzip has a problem.
 * @param most bytes of text
 */
export async function inflateDocument(bytes: Uint8Array, most = documentLimit()): Promise<Result<string> | Unusable> {
  try {
    const text = await promisify(gunzip)(bytes, { maxOutputLength: most });
    return ok(text.toString('utf8'));
  } catch (error) {
    if (errorCode(error) !== 'ERR_BUFFER_TOO_LARGE') {
      return problem(`it is not gzip, or was cut off: ${messageOf(error)}`);
    }
    return {
      unusable: `it holds more than ${Math.floor(most / MIB)} MB, which is what the memory allows: more memory may read it, or it is not the auditor's`,
    };
  }
}
