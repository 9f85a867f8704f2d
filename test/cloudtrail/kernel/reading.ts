import { type Kernel, type KernelImports, startKernel } from '../../../src/cloudtrail/scan/kernel/kernel.ts';
import { createKernelMemory, FIELD_NAMES, type FieldName } from '../../../src/cloudtrail/scan/kernel/kernel-memory.ts';
import { GROUP_LENGTH } from '../../../src/cloudtrail/scan/kernel/packed-groups.ts';

/** What a kernel makes of a text when every caller counts, every form proves something of its own, and nothing names resources. */
export interface KernelReading {
  /** -1 for a text that is left to others. */
  readonly records: number;
  /** Records left to others. */
  readonly unusual: number;
  /** The fields of the last record, as JSON. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  /** Forms of records told apart. */
  readonly forms: number;
  /** First and last second of each group of events. */
  readonly times: readonly (readonly [first: number, last: number])[];
}

export interface ReadingOptions {
  /** Traits of every event. */
  readonly traits?: number;
  readonly imports?: Partial<KernelImports>;
}

/** A kernel that remembers nothing, with the memory that it works on. */
export function freshKernel(imports: KernelImports) {
  const memory = createKernelMemory();
  const kernel = startKernel(imports);
  if (kernel === undefined) throw new Error('this platform runs no kernel');
  memory.attach(kernel);
  return { kernel, memory };
}

/** Reads one text. */
export function reading(text: string | Uint8Array, { traits = 0, imports = {} }: ReadingOptions = {}): KernelReading {
  let forms = 0;
  const { kernel, memory } = freshKernel({
    resolveCaller: (_caller, _begin, _end, _hasSession, row) => memory.write(row, 1, 0, 0, 0),
    resolveEvent: () => traits,
    resolveDay: (begin, end) => Date.parse(`${memory.text(begin, end)}T00:00:00Z`) / 86_400_000,
    resolveCategory: () => 1,
    resolveForm(form, _event, row) {
      forms++;
      memory.write(row, form, 0);
    },
    resolveRoleTexts: () => 0,
    resolveDetails: () => 0,
    ...imports,
  });
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const room = kernel.makeRoom(bytes.length);
  memory.bytes().set(bytes, room);
  const records = kernel.scan(bytes.length, -(2 ** 30), 2 ** 30);
  const fields: Partial<Record<FieldName, string>> = {};
  for (const name of FIELD_NAMES) {
    const json = memory.fieldText(name);
    if (json !== undefined) fields[name] = json;
  }
  return { records, unusual: kernel.unusualCount(), fields, forms, times: timesOf(kernel, memory.numbers) };
}

function timesOf(kernel: Kernel, numbers: (at: number, count: number) => Uint32Array): KernelReading['times'] {
  const rows = numbers(kernel.groupsAt(), GROUP_LENGTH * kernel.groupCount());
  return Array.from({ length: kernel.groupCount() }, (_, group) => {
    const [first = 0, last = 0, day = 0] = rows.subarray(GROUP_LENGTH * group + 4);
    return [(day | 0) * 86_400 + first, (day | 0) * 86_400 + last] as const;
  });
}

/** A log file of one record with these members, as JSON. */
export function fileWith(...members: readonly string[]): string {
  return `{"Records":[{${members.join(',')}}]}`;
}

/** The members of a record that is read quickly, with some changed. */
export function membersWith(changes: Readonly<Partial<Record<FieldName, string>>> = {}): readonly string[] {
  const usual: Readonly<Partial<Record<FieldName, string>>> = {
    userIdentity: '{"type":"AssumedRole"}',
    eventTime: '"2026-09-20T10:00:00Z"',
    eventSource: '"s3.amazonaws.com"',
    eventName: '"GetObject"',
    awsRegion: '"eu-west-1"',
    requestParameters: '{"bucketName":"b"}',
    eventID: '"e"',
  };
  return Object.entries({ ...usual, ...changes }).map(([name, json]) => `"${name}":${json}`);
}
