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
  let fields = 0;
  let bytes = new Uint8Array(0);
  let numbers = new Uint32Array(0);
  const refresh = (): void => {
    // Memory that grew has another buffer.
    if (owner === undefined || bytes.length > 0) return;
    bytes = new Uint8Array(owner.memory.buffer);
    numbers = new Uint32Array(owner.memory.buffer);
  };
  const text = (begin: number, end: number): string => {
    refresh();
    return decoder.decode(bytes.subarray(begin, end));
  };
  const fieldText = (field: FieldName): string | undefined => {
    refresh();
    const place = (fields >> 2) + 2 * (NUMBERS.get(field) ?? 0);
    const begin = numbers[place] as number;
    return begin === 0 ? undefined : text(begin, numbers[place + 1] as number);
  };
  return {
    attach(kernel) {
      owner = kernel;
      fields = kernel.fieldsAt();
      bytes = new Uint8Array(0);
    },
    bytes() {
      refresh();
      return bytes;
    },
    text,
    write(at, ...values) {
      refresh();
      for (const [index, value] of values.entries()) numbers[(at >> 2) + index] = value;
    },
    numbers(at, count) {
      refresh();
      return numbers.slice(at >> 2, (at >> 2) + count);
    },
    fieldText,
    field(field) {
      const json = fieldText(field);
      if (json === undefined) return undefined;
      return json.startsWith('"') ? json.slice(1, -1) : JSON.parse(json);
    },
  };
}
