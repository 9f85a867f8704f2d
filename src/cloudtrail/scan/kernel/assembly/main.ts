import { detailsOf, clearDetails } from './details.ts';
import { dayOf, secondOfDay } from './day.ts';
import { ASSUMES, BY_DETAILS, eventOf, IN_FULL, traitsOf } from './events.ts';
import { beginOf, endOf, ERROR_CODE, ERROR_MESSAGE, EVENT_ID, EVENT_NAME, EVENT_SOURCE, firstByteOf, isText, USER_IDENTITY, fieldsAt } from './fields.ts';
import { formCount, formOf, proofOf, words } from './forms.ts';
import { addResources, clearGroups, countEvent, groupCount, groupOf, groupsAt, isPlainId, keepResources, keepTimesOnly, NOT_READ, readsNone, touchedAt, touchedCount } from './groups.ts';
import { callerCount, callerOf, clearSessions, kindOfCaller, sessionNameAt, sessionNameLength, UNKNOWN, WANTED } from './callers.ts';
import { CLOSE_ARRAY, COMMA, MALFORMED, OPEN_OBJECT, skipSpace } from './json.ts';
import { addFields } from './keys.ts';
import { clearKinds, forgetKinds, isFirstOfKind, keepKinds, tellRecorded } from './kept-kinds.ts';
import { isEnd, knownCaller, locate, escapedFields, openRecords } from './locate.ts';
import { clearRoleAssumptions, keepRoleAssumption, nameBegin, nameLength, region, roleAssumptionCount, roleAssumptionOf, roleAssumptionsAt } from './role-assumptions.ts';
import { Table } from './table.ts';

export { fieldsAt, keepResources, keepTimesOnly, tellRecorded, formCount, groupCount, groupsAt, touchedAt, touchedCount, callerCount, sessionNameAt, sessionNameLength, roleAssumptionCount, roleAssumptionsAt };

addFields();

/** Zero bytes behind the text, which may be read. */
const BEHIND: u32 = 512;
let text: usize = 0;
let room: u32 = 0;

/** Address to which the host writes a file's text of this length. */
export function makeRoom(length: u32): usize {
  if (length > room) {
    if (text) heap.free(text);
    room = (length + 0xfffff) & ~0xfffff;
    text = heap.alloc(room + BEHIND);
  }
  return text;
}

/** Byte ranges of the file's unusual records, which the host must parse in full. */
const unusual = new Table(8);
/** Events to add once the whole file proved well-formed, 24 bytes: group, second, id, length of the id, details, day. */
const queuedEvents = new Table(24);
/** Role assumptions to add in the same way, 24 bytes: assumption, day, second, Region, session name, its length. */
const queuedAssumptions = new Table(24);

export function unusualAt(): usize {
  return unusual.at(0);
}

export function unusualCount(): u32 {
  return unusual.size;
}

/** Address of a word. */
export function wordAt(word: u32): usize {
  return words.begin(word);
}

export function wordLength(word: u32): u32 {
  return words.length(word);
}

/** Records of a file above which it is refused (`MOST_RECORDS` of `plain-scan.ts`). */
const MOST_RECORDS: i32 = 1_000_000;
/** Bytes. Longer records are unusual: the host knows how long it may parse. CloudTrail's hold 256 KB, or 1 MB ("Enlarged event size"). */
const LONGEST_RECORD: usize = 0x200000;
/** Days, since 1970, of which the time need not be looked at more closely. */
let firstDay: i32 = 0;
let lastDay: i32 = 0;

/**
 * Scans the text at `makeRoom`'s address. Returns the number of records, or -1 if it is not precisely `{"Records":[{…},…]}`, -2 if it
 * has too many records: then nothing is added. Records of days before `first` or after `last` are unusual.
 */
export function scan(length: u32, first: i32, last: i32): i32 {
  firstDay = first;
  lastDay = last;
  memory.fill(text + length, 0, BEHIND);
  unusual.clear();
  queuedEvents.clear();
  queuedAssumptions.clear();
  forgetKinds();
  let at = openRecords(text);
  if (at == MALFORMED) return -1;
  let records = 0;
  if (load<u8>(at) != CLOSE_ARRAY) {
    for (;;) {
      const begin = at;
      at = locate(begin);
      if (at == MALFORMED) return -1;
      if (++records > MOST_RECORDS) return -2;
      if (at - begin > LONGEST_RECORD || !readQuickly()) {
        const row = unusual.add();
        store<u32>(row, <u32>begin);
        store<u32>(row, <u32>at, 4);
      }
      if (load<u8>(at) <= 0x20) at = skipSpace(at);
      if (load<u8>(at) != COMMA) break;
      at = skipSpace(at + 1);
    }
  }
  if (!isEnd(at, text + length)) return -1;
  addQueued();
  keepKinds();
  return records;
}

/** Queues what the record last located adds; false for an unusual record. */
function readQuickly(): bool {
  if ((escapedFields & ~(1 << ERROR_MESSAGE)) != 0 || firstByteOf(USER_IDENTITY) != OPEN_OBJECT) return false;
  if (!isText(EVENT_SOURCE) || !isText(EVENT_NAME)) return false;
  const day = dayOf();
  if (day < firstDay || day > lastDay) return false;
  const second = secondOfDay;
  const caller = knownCaller >= 0 ? <u32>knownCaller : callerOf(beginOf(USER_IDENTITY), endOf(USER_IDENTITY));
  const event = eventOf();
  const traits = traitsOf(event);
  const kind = kindOfCaller(caller);
  if (kind == UNKNOWN || (traits & IN_FULL) != 0 || isFirstOfKind(event)) return false;
  const assumes = (traits & ASSUMES) != 0;
  const failed = beginOf(ERROR_CODE) != 0;
  if (kind != WANTED) return !assumes || (!failed && queueRoleAssumption(event, caller, day, second));
  if (escapedFields != 0 || (traits & BY_DETAILS) != 0) return false;
  return queueEvent(event, caller, day, second, assumes && !failed);
}

function queueEvent(event: u32, caller: u32, day: i32, second: u32, assumes: bool): bool {
  if (!isText(EVENT_ID)) return false;
  const id = beginOf(EVENT_ID) + 1;
  const idEnd = endOf(EVENT_ID) - 1;
  if (!isPlainId(id, idEnd)) return false;
  const form = formOf(event);
  if (form < 0) return false;
  const proof = proofOf(form);
  if (proof < 0) return false;
  const group = groupOf(proof, caller, day);
  let details = NOT_READ;
  if (!readsNone(group)) details = detailsOf(form, caller);
  if (assumes && !queueRoleAssumption(event, caller, day, second)) return false;
  const row = queuedEvents.add();
  store<u32>(row, group);
  store<u32>(row, second, 4);
  store<u32>(row, <u32>id, 8);
  store<u32>(row, <u32>(idEnd - id), 12);
  store<u32>(row, details, 16);
  store<i32>(row, day, 20);
  return true;
}

function queueRoleAssumption(event: u32, caller: u32, day: i32, second: u32): bool {
  const assumption = roleAssumptionOf(event, caller);
  if (assumption < 0) return false;
  const row = queuedAssumptions.add();
  store<u32>(row, assumption);
  store<i32>(row, day, 4);
  store<u32>(row, second, 8);
  store<u32>(row, region, 12);
  store<u32>(row, <u32>nameBegin, 16);
  store<u32>(row, nameLength, 20);
  return true;
}

/** Adds what the file queued. */
function addQueued(): void {
  for (let index: u32 = 0; index < queuedEvents.size; index++) {
    const row = queuedEvents.at(index);
    const group = load<u32>(row);
    countEvent(group, load<i32>(row, 20), load<u32>(row, 4), load<u32>(row, 8), load<u32>(row, 12));
    addResources(group, readsNone(group) ? NOT_READ : load<u32>(row, 16));
  }
  for (let index: u32 = 0; index < queuedAssumptions.size; index++) {
    const row = queuedAssumptions.at(index);
    keepRoleAssumption(load<u32>(row), load<i32>(row, 4), load<u32>(row, 8), load<u32>(row, 12), load<u32>(row, 16), load<u32>(row, 20));
  }
}

/** Removes what belongs to the batch of files before. */
export function beginBatch(): void {
  clearGroups();
  clearDetails();
  clearRoleAssumptions();
  clearSessions();
  clearKinds();
}
