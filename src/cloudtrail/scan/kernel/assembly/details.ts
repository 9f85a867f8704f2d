import { beginOf, endOf, RECIPIENT_ACCOUNT_ID, REQUEST_PARAMETERS, RESOURCES } from './fields.ts';
import { namingTexts } from './forms.ts';
import { roleOf } from './identities.ts';
import { Interner } from './interner.ts';
import { MOST_TEXTS, textBegin, textCount, textEnd } from './shape.ts';
import { filled, grown } from './stretch.ts';
import { Table } from './table.ts';

/** Reads the resources of a record with details that are new; true when it names some. */
@external('env', 'learnDetails')
declare function learnDetails(details: u32, form: u32, caller: u32): bool;

const details = new Interner();
const states = new Table(4);

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
  if (number == states.size) store<u32>(states.add(), learnDetails(number, form, caller) ? 1 : 0);
  return number;
}

/** Whether records with these details name resources. */
@inline
export function statesResources(number: u32): bool {
  return load<u32>(states.at(number)) != 0;
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
  memory.copy(written + length, begin, size);
  length += size;
}

/** Forgets all details. */
export function clearDetails(): void {
  details.clear();
  states.clear();
}
