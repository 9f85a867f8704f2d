import { gunzipSync } from 'node:zlib';
import { messageOf } from '../base/attempt.ts';
import { isRecord } from '../base/is-record.ts';
import { parseStoredHead, type StoredHead } from '../report/json/stored-head.ts';
import { parseStoredRole, type StoredRole } from '../report/json/stored-role.ts';
import { unusableReport } from '../report/json/unusable-report.ts';
import type { ByteSource } from './byte-source.ts';
import { indexLength, TRAILER_BYTES, unpackIndex } from './index-member.ts';
import type { ReportIndex } from './report-index.ts';

/** Read at once from the end of a file: the index of 2,000 roles has 60 KB. */
const END_BYTES = 256 * 1024;
/** One role's text, or what is before the roles: more than anything that IAM allows comes to. */
const MOST_PART_BYTES = 256 * 1024 * 1024;

/** A report of an earlier audit, of which single roles can be read. */
export interface OpenReport {
  readonly head: StoredHead;
  /** How many things the audit could not read. */
  readonly incomplete: number;
  readonly roleArns: readonly string[];
  /** @throws {Error} when the report does not hold it, or not in a form that can be used */
  role(arn: string): Promise<StoredRole>;
}

/**
 * Opens the JSON document of an audit: one that a run stored, of which it reads the end, or a whole text, compressed or not.
 *
 * @throws {Error} when it is none
 */
export async function openReport(source: ByteSource): Promise<OpenReport> {
  const { bytes, size } = await source.end(END_BYTES);
  const length = indexLength(bytes.subarray(Math.max(0, bytes.length - TRAILER_BYTES)));
  if (length === undefined) return wholeReport(bytes.length === size ? bytes : await source.whole());
  const from = size - TRAILER_BYTES - length;
  if (from < 0) throw new Error(`its index is said to have ${length} bytes, and the file has ${size}`);
  const start = from - (size - bytes.length);
  const member = start >= 0 ? bytes.subarray(start, start + length) : await source.range(from, length);
  return indexedReport(source, unpackIndex(member));
}

async function indexedReport(source: ByteSource, index: ReportIndex): Promise<OpenReport> {
  const [offset, length] = index.head;
  const places = new Map(index.roles.map(([arn, from, bytes]) => [arn, { from, bytes }]));
  return {
    head: parseStoredHead(JSON.parse(`${inflate(await source.range(offset, length))}]}`)),
    incomplete: index.incomplete,
    roleArns: [...places.keys()],
    async role(arn) {
      const place = places.get(arn);
      if (place === undefined) throw new Error(`it holds no role ${arn}`);
      return parseStoredRole(JSON.parse(inflate(await source.range(place.from, place.bytes)).replace(/^,/, '')));
    },
  };
}

/** A document without an index is read as a whole. */
function wholeReport(bytes: Uint8Array): OpenReport {
  const document = jsonIn(bytes[0] === 0x1f ? inflate(bytes) : new TextDecoder().decode(bytes));
  const head = parseStoredHead(document);
  if (!isRecord(document) || !Array.isArray(document['roles'])) {
    throw unusableReport(['roles']);
  }
  const roles = new Map(
    document['roles'].flatMap((role: unknown) =>
      isRecord(role) && typeof role['arn'] === 'string' ? [[role['arn'], role] as const] : [],
    ),
  );
  const { incomplete } = document;
  return {
    head,
    incomplete: Array.isArray(incomplete) ? incomplete.length : 0,
    roleArns: [...roles.keys()],
    async role(arn) {
      const role = roles.get(arn);
      if (role === undefined) throw new Error(`it holds no role ${arn}`);
      return parseStoredRole(role);
    },
  };
}

function jsonIn(text: string): unknown {
  if (text.trim() === '') throw new Error('it is empty; expected what audit --format json prints');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is no JSON (${messageOf(error)}); expected what audit --format json prints`, { cause: error });
  }
}

function inflate(bytes: Uint8Array): string {
  return gunzipSync(bytes, { maxOutputLength: MOST_PART_BYTES }).toString();
}
