import type { Kernel } from './kernel.ts';

/** Fields of a record in the order of the kernel's numbers (`assembly/fields.ts`). */
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

/** Access to the kernel's memory. */
export interface KernelMemory {
  /** Sets the kernel. Must be called first. */
  attach(kernel: Kernel): void;
  bytes(): Uint8Array<ArrayBuffer>;
  /** Decodes a byte range (UTF-8). */
  text(begin: number, end: number): string;
  /** Writes 32-bit numbers. */
  write(at: number, ...numbers: readonly number[]): void;
  /** A copy of `count` 32-bit numbers. */
  numbers(at: number, count: number): Uint32Array<ArrayBuffer>;
  /** JSON of a field of the current record; `undefined` if the record lacks it. */
  fieldText(field: FieldName): string | undefined;
  /** Value of a field of the current record. A string must hold no escapes. */
  field(field: FieldName): unknown;
}

/** Keeps a byte order mark at the head of a byte range: only the file's own says how it is encoded. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Memory without a kernel: call `attach` before anything else. */
export function createKernelMemory(): KernelMemory {
  let owner: Kernel | undefined;
  let fields = 0;
  let bytes = new Uint8Array(0);
  let numbers = new Uint32Array(0);
  const refresh = (): void => {
    // Growing memory detaches its buffer, which then has length 0.
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
