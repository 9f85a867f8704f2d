import { KERNEL } from './generated/kernel.ts';
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** Functions that the kernel (`assembly/main.ts`) calls once per distinct caller, event, day, … Byte ranges and rows are addresses in its memory. */
export interface KernelImports {
  /**
   * Writes kind (`CALLER_KINDS`), number of (role, invokedBy), role number and `CALLER_TRAITS` of a `userIdentity`. It stands for all
   * that differ in their session alone: if `hasSession`, `SESSION_MARK` stands for the session's name, and for nothing else.
   */
  resolveCaller(caller: number, begin: number, end: number, hasSession: number, row: number): void;
  /** `EVENT_TRAITS` of an event source and event name. */
  resolveEvent(event: number, sourceBegin: number, sourceEnd: number, nameBegin: number, nameEnd: number): number;
  /** Days since 1970-01-01 of a text `YYYY-MM-DD`, or `NO_DAY`. */
  resolveDay(begin: number, end: number): number;
  /** 1 if records of an `eventCategory` are API calls, otherwise 0. */
  resolveCategory(begin: number, end: number): number;
  /** Writes the number of the proof of the current record's form (-1: parse such records in full), then the texts that name resources, one bit each. */
  resolveForm(form: number, event: number, row: number): void;
  /** Packs two string indexes of request parameters: (role + 1) | (session name + 1) << 8; 0 = unknown. */
  resolveRoleTexts(begin: number, end: number): number;
  /** Writes the numbers of the current record's resources and returns their count. */
  resolveDetails(form: number, caller: number, numbers: number): number;
}

/** Kinds of callers (`assembly/callers.ts`). `unknown`: a role session that names no role. */
export const CALLER_KINDS = { other: 0, wanted: 1, unknown: 2 } as const;

/** What the session's name decides, one bit each (`assembly/callers.ts`): which session calls, and who assumes a role. */
export const CALLER_TRAITS = { namesSession: 1, assumesAsSession: 2 } as const;

/** Stands for a session's name (`assembly/identity.ts`). */
export const SESSION_MARK = '\u007f';

/** Traits of events, one bit each (`assembly/events.ts`). */
export const EVENT_TRAITS = { inFull: 1, byDetails: 2, assumes: 4, passesNone: 8, byValues: 16 } as const;

/** `resolveDay` of a text that is no day. */
export const NO_DAY = -(2 ** 31);

/** Exports of a running kernel. Addresses are valid until the next `makeRoom` or `scan`. */
export interface Kernel {
  readonly memory: WasmMemory;
  /** Address to which to write a file's text of this length (bytes). */
  makeRoom(length: number): number;
  /**
   * Scans the text at `makeRoom`'s address. Returns the number of records; -1 if it is not precisely `{"Records":[{…},…]}`, -2 if
   * it has more than a million records. Records of other days than from `firstDay` to `lastDay` (since 1970) are unusual.
   */
  scan(length: number, firstDay: number, lastDay: number): number;
  unusualAt(): number;
  unusualCount(): number;
  groupsAt(): number;
  groupCount(): number;
  touchedAt(): number;
  touchedCount(): number;
  roleAssumptionsAt(): number;
  roleAssumptionCount(): number;
  wordAt(word: number): number;
  wordLength(word: number): number;
  /** Address and length (bytes, ASCII) of the name of a session of the batch, by its number; 0 is no session. */
  sessionNameAt(session: number): number;
  sessionNameLength(session: number): number;
  /** Address of the byte ranges of the current record's fields. */
  fieldsAt(): number;
  callerCount(): number;
  /** Number of distinct forms, shapes, parameters whose values decide, or words, whichever is greatest. */
  formCount(): number;
  /** Resources of a (proof, role) are read until there are more than `count`; 25 unless set. */
  keepResources(count: number): void;
  /** From now on sessions, days and resources are not told apart. */
  keepTimesOnly(): void;
  /** From now on the first management event of a batch, and the first data event of each name, are unusual. */
  tellRecorded(): void;
  beginBatch(): void;
}

let compiled: WasmModule | undefined;

/** Instantiates a kernel; `undefined` on a platform without WebAssembly or SIMD. */
export function startKernel(imports: KernelImports): Kernel | undefined {
  if (webAssembly === undefined) return undefined;
  if (compiled === undefined) {
    const bytes = Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0));
    if (!webAssembly.validate(bytes)) return undefined;
    compiled = new webAssembly.Module(bytes);
  }
  return new webAssembly.Instance(compiled, { env: imports }).exports as Kernel;
}
