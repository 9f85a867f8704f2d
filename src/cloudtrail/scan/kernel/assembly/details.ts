import { beginOf, endOf, RECIPIENT_ACCOUNT_ID, REQUEST_PARAMETERS, RESOURCES } from './fields.ts';
import { namingTexts } from './forms.ts';
import { roleOf } from './callers.ts';
import { Interner } from './interner.ts';
import { MOST_TEXTS, textBegin, textCount, textEnd } from './shape.ts';
import { copyShort, filled, grown } from './byte-range.ts';
import { Table } from './table.ts';

/** Resolves the resources of a record with new details: writes their numbers and returns their count. */
@external('env', 'resolveDetails')
declare function resolveDetails(form: u32, caller: u32, numbers: usize): u32;

/** Most resources of a record (`MAX_RESOURCES_PER_EVENT`). */
const MOST_NAMED: u32 = 20;
const details = new Interner();
/** By details, 84 bytes: count of resources, then their numbers. */
const named = new Table(84);

let written = filled(4096, 0);
let room: u32 = 4096;
let length: u32 = 0;

/**
 * The number of a record's details: everything that decides its resources (form, `resources`, account, naming texts). Call
 * `formOf` for the same record first: it locates the texts.
 */
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

/** Count of resources that records with these details name. */
@inline
export function namedCount(number: u32): u32 {
  return load<u32>(named.at(number));
}

/** Number of one of these resources. */
@inline
export function namedResource(number: u32, index: u32): u32 {
  return load<u32>(named.at(number) + (index << 2), 4);
}

function writeNumber(number: u32): void {
  store<u32>(written + length, number);
  length += 4;
}

/** Appends a byte range behind its length, so that different lists never give equal keys. */
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

/** Removes all details. */
export function clearDetails(): void {
  details.clear();
  named.clear();
}
