import { KERNEL } from './generated/kernel.ts';
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** What the kernel (`assembly/main.ts`) asks back, once for everything that it meets for the first time. Positions are in its memory. */
export interface KernelImports {
  /** Writes kind, session and role of the caller with this `userIdentity`. */
  resolveCaller(caller: number, begin: number, end: number, row: number): void;
  /** What source and name of an event say: bits of `EVENT_TRAITS`. */
  resolveEvent(event: number, sourceBegin: number, sourceEnd: number, nameBegin: number, nameEnd: number): number;
  /** The number of a day since 1970, or `NO_DAY`. */
  resolveDay(begin: number, end: number): number;
  /** 1 if records of this category are calls. */
  resolveCategory(begin: number, end: number): number;
  /** Writes the number of what records of a form prove (or -1), and the texts among their parameters that name resources. */
  resolveForm(form: number, event: number, row: number): void;
  /** Which texts among the parameters are role and session's name: 1 + number, and 256 times as much; 0 where that cannot be told. */
  resolveRoleTexts(begin: number, end: number): number;
  /** Writes the numbers of the resources of the record being scanned, and returns how many there are. */
  resolveDetails(form: number, caller: number, numbers: number): number;
}

/** Kinds of callers, as the kernel knows them. */
export const CALLER_KINDS = { other: 0, wanted: 1, unknown: 2 } as const;

/** What the kernel must know of an event. */
export const EVENT_TRAITS = { inFull: 1, byValues: 2, assumes: 4, passesNone: 8 } as const;

/** No day: the text is none. */
export const NO_DAY = -(2 ** 31);

/** A kernel at work. What it says of positions is good until it scans again. */
export interface Kernel {
  readonly memory: WasmMemory;
  /** Where to put the text of a file of this length. */
  makeRoom(length: number): number;
  /** The number of records of the text in the room made last; -1 where it is not precisely `{"Records":[{…},…]}`. */
  scan(length: number): number;
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
  /** Where begin and end of each field of the record being scanned are. */
  fieldsAt(): number;
  callerCount(): number;
  /** How many forms, shapes and words it remembers, whichever are most. */
  formCount(): number;
  /** Resources of a role and proof are read until there are more than these. */
  keepResources(count: number): void;
  beginBatch(): void;
}

let compiled: WasmModule | undefined;

/** Starts a kernel that remembers nothing; `undefined` on a platform that cannot run it. */
export function startKernel(imports: KernelImports): Kernel | undefined {
  if (webAssembly === undefined) return undefined;
  if (compiled === undefined) {
    const bytes = Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0));
    if (!webAssembly.validate(bytes)) return undefined;
    compiled = new webAssembly.Module(bytes);
  }
  return new webAssembly.Instance(compiled, { env: imports }).exports as Kernel;
}
