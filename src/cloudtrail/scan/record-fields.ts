/**
 * The members of a CloudTrail record that evidence is read from without parsing it, and that say whether it must be
 * parsed. A position in this list is a field's number.
 */
export const FIELDS = [
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'errorCode',
  'eventType',
  'eventCategory',
  'eventID',
  'requestParameters',
  'resources',
  'recipientAccountId',
] as const;

export type FieldName = (typeof FIELDS)[number];

/** A field's number by its name. */
export const FIELD = Object.fromEntries(FIELDS.map((name, index) => [name, index])) as Readonly<
  Record<FieldName, number>
>;

const KEYS: readonly Uint8Array[] = FIELDS.map((name) => new TextEncoder().encode(name));
const LONGEST = Math.max(...KEYS.map((key) => key.length));
const SHORTEST = Math.min(...KEYS.map((key) => key.length));

/** The fields whose key has the same bucket: its length and the sum of two of its bytes tell them apart. */
const BY_BUCKET: readonly (readonly number[])[] = Array.from({ length: 256 }, (_, bucket) =>
  KEYS.flatMap((key, field) => (bucketOf(key, 0, key.length) === bucket ? [field] : [])),
);

function bucketOf(bytes: Uint8Array, start: number, length: number): number {
  return ((bytes[start + 5] ?? 0) * 5 + (bytes[start + 6] ?? 0) * 3 + length) & 255;
}

/** The field with this key (the bytes between its quotes), or -1. */
export function fieldWithKey(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < SHORTEST || length > LONGEST) return -1;
  const candidates = BY_BUCKET[bucketOf(bytes, start, length)] ?? [];
  for (let index = 0; index < candidates.length; index++) {
    const field = candidates[index] as number;
    if (isKey(bytes, start, length, KEYS[field] as Uint8Array)) return field;
  }
  return -1;
}

function isKey(bytes: Uint8Array, start: number, length: number, key: Uint8Array): boolean {
  if (key.length !== length) return false;
  for (let index = 0; index < length; index++) if (bytes[start + index] !== key[index]) return false;
  return true;
}
