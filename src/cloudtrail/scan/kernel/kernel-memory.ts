import type { Kernel } from './kernel.ts';

/** The fields that the kernel finds, by its numbers (`assembly/fields.ts`). */
export const FIELD_NAMES = [
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'errorCode',
  'errorMessage',
  'eventType',
  'eventCategory',
  'eventID',
  'requestParameters',
  'resources',
  'recipientAccountId',
] as const;

export type FieldName = (typeof FIELD_NAMES)[number];

const NUMBERS = new Map<FieldName, number>(FIELD_NAMES.map((name, field) => [name, field]));

/** The kernel's memory, read and written from outside. */
export interface KernelMemory {
  /** Whose memory it is: to be called first. */
  attach(kernel: Kernel): void;
  bytes(): Uint8Array<ArrayBuffer>;
  /** A stretch, as it would read within the whole file (UTF-8). */
  text(begin: number, end: number): string;
  /** Writes numbers of 32 bits. */
  write(at: number, ...numbers: readonly number[]): void;
  /** A copy of numbers. */
  numbers(at: number, count: number): Uint32Array<ArrayBuffer>;
  /** The value of a field of the record being scanned, as JSON; `undefined` when the record lacks it. */
  fieldText(field: FieldName): string | undefined;
  /** The value itself. A text must hold no escapes. */
  field(field: FieldName): unknown;
}

/** A mark at the head of a stretch is part of it, since only that of a whole file says how it is encoded. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Memory of no kernel yet. */
export function createKernelMemory(): KernelMemory {
  let owner: Kernel | undefined;
  let bytes = new Uint8Array(0);
  // Memory that grew has another buffer.
  const now = (): Uint8Array<ArrayBuffer> => {
    if (bytes.length === 0 && owner !== undefined) bytes = new Uint8Array(owner.memory.buffer);
    return bytes;
  };
  const numbers = (at: number, count: number) => new Uint32Array(now().buffer, at, count);
  const text = (begin: number, end: number) => decoder.decode(now().subarray(begin, end));
  const fieldText = (field: FieldName): string | undefined => {
    const [begin = 0, end = 0] = numbers((owner?.fieldsAt() ?? 0) + 8 * (NUMBERS.get(field) ?? 0), 2);
    return begin === 0 ? undefined : text(begin, end);
  };
  return {
    attach(kernel) {
      owner = kernel;
      bytes = new Uint8Array(0);
    },
    bytes: now,
    text,
    write(at, ...values) {
      numbers(at, values.length).set(values);
    },
    numbers: (at, count) => numbers(at, count).slice(),
    fieldText,
    field(field) {
      const json = fieldText(field);
      if (json === undefined) return undefined;
      return json.startsWith('"') ? json.slice(1, -1) : JSON.parse(json);
    },
  };
}
