import { endOfJsonString, isJsonKey } from '../../base/json-text.ts';
import { FIELD_NAMES } from './kernel/kernel-memory.ts';

/** Keys that a log file repeats. CloudTrail repeats none, and readers disagree on which of them counts. */
export interface RepeatedKeys {
  /** The list of records stands twice. */
  readonly ofFile: boolean;
  /** By number of the record, from 0: the fields that decide and are repeated, or hold a repeated key. */
  readonly ofRecords: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Fields whose own keys decide at any depth. Of `resources` and of answers the last key counts, as in `JSON.parse`. */
const DEEP: ReadonlySet<string> = new Set(['userIdentity', 'requestParameters']);
const DECIDING: ReadonlySet<string> = new Set(FIELD_NAMES);

interface Open {
  readonly kind: 'file' | 'records' | 'record' | 'deep' | 'other';
  /** Present in objects whose keys are compared. */
  readonly keys?: Set<string>;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Finds the repeated keys of valid JSON: of a log file, or of a list of records. One pass, no recursion. */
export function repeatedKeys(json: string): RepeatedKeys {
  const open: Open[] = [];
  const ofRecords = new Map<number, Set<string>>();
  let ofFile = false;
  let record = -1;
  let isBetween = false;
  /** The member read last, of the file or of a record. */
  let member = '';
  const compare = ({ kind, keys }: Open, key: string): void => {
    if (kind === 'file' || kind === 'record') member = key;
    if (keys === undefined || !keys.has(key)) {
      keys?.add(key);
    } else if (kind === 'file') {
      ofFile ||= key === 'Records';
    } else if (kind === 'deep' || DECIDING.has(key)) {
      ofRecords.set(record, (ofRecords.get(record) ?? new Set()).add(member));
    }
  };
  for (let at = 0; at < json.length; at++) {
    const char = json.charCodeAt(at);
    if (char <= 0x20) continue;
    const around = open.at(-1);
    const isClosing = CLOSING.has(char);
    if (isBetween && !isClosing) {
      record += 1;
      isBetween = false;
    }
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      const inside = openedIn(around, member, char === OPEN_OBJECT);
      isBetween = inside.kind === 'records';
      open.push(inside);
    } else if (isClosing) {
      open.pop();
      isBetween = false;
    } else if (char === COMMA) {
      isBetween = around?.kind === 'records';
    } else if (char === QUOTE) {
      const end = endOfJsonString(json, at);
      if (around !== undefined && around.keys !== undefined && isJsonKey(json, end)) {
        compare(around, String(JSON.parse(json.slice(at, end))));
      }
      at = end - 1;
    }
  }
  return { ofFile, ofRecords };
}

function openedIn(around: Open | undefined, member: string, isObject: boolean): Open {
  if (around === undefined) return isObject ? { kind: 'file', keys: new Set() } : { kind: 'records' };
  if (around.kind === 'file' && member === 'Records' && !isObject) return { kind: 'records' };
  if (around.kind === 'records' && isObject) return { kind: 'record', keys: new Set() };
  const isDeep = around.kind === 'deep' || (around.kind === 'record' && DEEP.has(member));
  if (!isDeep) return { kind: 'other' };
  return isObject ? { kind: 'deep', keys: new Set() } : { kind: 'deep' };
}

/** Whether an object (JSON) that stands in this field of a record repeats a key. */
export function repeatsKeys(field: string, json: string): boolean {
  return repeatedKeys(`[{"${field}":${json}}]`).ofRecords.size > 0;
}
