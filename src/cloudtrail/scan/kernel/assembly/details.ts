import { beginOf, endOf, RECIPIENT_ACCOUNT_ID, REQUEST_PARAMETERS, RESOURCES } from './fields.ts';
import { namingTexts } from './forms.ts';
import { roleOf } from './callers.ts';
import { Interner } from './interner.ts';
import { MOST_TEXTS, textBegin, textCount, textEnd } from './shape.ts';
import { copyShort, filled, grown } from './byte-range.ts';
import { Table } from './table.ts';

/** Reads the resources of a record with details that are new: writes their numbers, and returns how many they are. */
@external('env', 'resolveDetails')
declare function resolveDetails(form: u32, caller: u32, numbers: usize): u32;

/** A record names no more (`MAX_RESOURCES_PER_EVENT`). */
const MOST_NAMED: u32 = 20;
const details = new Interner();
/** By details: how many resources they name, and which. */
const named = new Table(84);

let written = filled(4096, 0);
let room: u32 = 4096;
let length: u32 = 0;

/** The number of all that the resources of a record are told from. Its form must have been told of last. */
export function detailsOf(form: u32, caller: u32): u32 {
  length = 0;
  writeNumber(form);
  write(beginOf(RESOURCES), endOf(RESOURCES));
  const recipient = beginOf(RECIPIENT_ACCOUNT_ID);
  if (recipient == 0) writeNumber(roleOf(caller));
  write(recipient, endOf(RECIPIENT_ACCOUNT_ID));
  const naming = namingTexts(form);
  if (naming != 0) {
    if (naming == 0xffffffff || textCount > MOST_TEXTS) {
      write(beginOf(REQUEST_PARAMETERS), endOf(REQUEST_PARAMETERS));
    } else {
      for (let text: u32 = 0; text < textCount; text++) if ((naming >> text) & 1) write(textBegin(text), textEnd(text));
    }
  }
  const number = details.intern(written, length);
  if (number == named.size) {
    const row = named.add();
    store<u32>(row, min(resolveDetails(form, caller, row + 4), MOST_NAMED));
  }
  return number;
}

/** How many resources records with these details name. */
@inline
export function namedCount(number: u32): u32 {
  return load<u32>(named.at(number));
}

/** One of them. */
@inline
export function namedResource(number: u32, index: u32): u32 {
  return load<u32>(named.at(number) + (index << 2), 4);
}

function writeNumber(number: u32): void {
  store<u32>(written + length, number);
  length += 4;
}

/** A stretch behind its length, so that no two lists of stretches read alike. */
function write(begin: usize, end: usize): void {
  const size = <u32>(end - begin);
  if (length + size + 64 > room) {
    room = (length + size + 64) << 1;
    written = grown(written, length, room);
  }
  writeNumber(size);
  copyShort(written + length, begin, size);
  length += size;
}

/** Forgets all details. */
export function clearDetails(): void {
  details.clear();
  named.clear();
}
