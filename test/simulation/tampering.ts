import { gunzipSync, gzipSync } from 'node:zlib';
import { mapValues } from '../../src/base/join.ts';
import type { EpochMs } from '../../src/base/time.ts';
import { partRange } from '../../src/evidence/time-part.ts';
import { decodeDocument, encodeDocument } from '../../src/ledger/document-form.ts';
import { EVIDENCE_FORM } from '../../src/ledger/ledger-form.ts';
import type { Random } from '../truth/random.ts';
import { ACCOUNT } from '../truth/resources.ts';

/** What somebody does to a ledger who may write its documents, before a night. */
export type Tampering =
  /** Takes every use of one role out of a document. */
  | 'forgets'
  | 'deletesPart'
  /** Puts all documents back as they were some nights ago. */
  | 'rollsBack';

/**
 * What the ledger must tell of, where it is signed. Where it is not, only what loses nothing is done: a state that covers less. What a forged
 * use costs there is said in the threat model.
 */
export const TAMPERINGS = {
  signed: ['forgets', 'deletesPart', 'rollsBack'],
  unsigned: ['deletesPart', 'rollsBack'],
} as const;

export type Documents = ReadonlyMap<string, Uint8Array>;

/** What runs keep of themselves, which is not of the chain. */
const OF_RUNS = /\/(runs|notifications)\.json\.gz$/;

/** The parts that a run asks for. Nothing is lost by what becomes of others: they are too old, or of a ledger that was given up. */
export interface AskedParts {
  /** The folder of the ledger that is in use. */
  readonly folder: string;
  /** Parts that end earlier are not asked for. */
  readonly since: EpochMs;
}

/** How the documents are, how they were some nights ago, and which matter. */
export interface TamperedDocuments {
  readonly now: Documents;
  readonly older: Documents;
  readonly asked: AskedParts;
}

/** The documents after somebody changed them. */
export function tamperedWith(how: Tampering, { now, older, asked }: TamperedDocuments, random: Random): Documents {
  const parts = [...now.keys()].filter((name) => isAsked(name, asked)).sort();
  switch (how) {
    case 'forgets':
      return parts.length === 0 ? now : withChanged(now, random.pick(parts), (bytes) => withoutARole(bytes, random));
    case 'deletesPart': {
      const gone = parts.length === 0 ? undefined : random.pick(parts);
      return new Map([...now].filter(([name]) => name !== gone));
    }
    case 'rollsBack':
      return new Map([
        ...[...now].filter(([name]) => OF_RUNS.test(name)),
        ...[...older].filter(([name]) => !OF_RUNS.test(name)),
      ]);
    default:
      return how satisfies never;
  }
}

function isAsked(name: string, { folder, since }: AskedParts): boolean {
  if (!name.startsWith(`${folder}evidence/`)) return false;
  const range = partRange(name.slice(`${folder}evidence/`.length, -'.json.gz'.length));
  return range !== undefined && range.to > since;
}

function withChanged(now: Documents, name: string, change: (bytes: Uint8Array) => Uint8Array): Documents {
  return new Map([...now].map(([of, bytes]) => [of, of === name ? change(bytes) : bytes]));
}

/** Leaves the signature as it is, if there is one: it ends in a line break. */
function withoutARole(bytes: Uint8Array, random: Random): Uint8Array {
  const at = bytes[0] === 0x1f ? 0 : bytes.indexOf(0x0a) + 1;
  const text = gunzipSync(bytes.subarray(at)).toString();
  const decoded = decodeDocument(EVIDENCE_FORM, ACCOUNT, text);
  if (!('ok' in decoded) || !decoded.ok) return bytes;
  const used = [...decoded.value.roles].filter(([, { calls }]) => calls.size > 0).map(([key]) => key);
  if (used.length === 0) return bytes;
  const forgotten = random.pick(used.sort());
  const roles = mapValues(decoded.value.roles, (role, key) =>
    key === forgotten ? { ...role, calls: new Map() } : role,
  );
  return Buffer.concat([
    bytes.subarray(0, at),
    gzipSync(encodeDocument(EVIDENCE_FORM, ACCOUNT, { ...decoded.value, roles })),
  ]);
}
