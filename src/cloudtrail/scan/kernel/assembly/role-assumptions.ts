import { assumingSessionOf } from './callers.ts';
import { AWS_REGION, beginOf, endOf, isText, REQUEST_PARAMETERS } from './fields.ts';
import { isCall, shape, readShape, words } from './forms.ts';
import { isPlainId } from './groups.ts';
import { Interner } from './interner.ts';
import { BACKSLASH } from './json.ts';
import { textBegin, textEnd } from './shape.ts';
import { copyShort, hasByte, isGreater } from './byte-range.ts';
import { Table } from './table.ts';
import { tuple4 } from './tuples.ts';

/** Packs two string indexes of parameters of a new shape: (role + 1) | (session name + 1) << 8; 0 = such records are unusual. */
@external('env', 'resolveRoleTexts')
declare function resolveRoleTexts(begin: usize, end: usize): u32;

/** By shape: the packed indexes of `resolveRoleTexts`. */
const assuming = new Interner();
const places = new Table(4);

/**
 * Latest assumption by caller, caller's session, role and session name. A row, 108 bytes: 1 if there is one, caller, role (a word), day,
 * second, Region (a word), length of the session name, session name, day and second of the earliest one, and number of
 * the name of the caller's session.
 */
const assumptions = new Table(108);
const THERE: usize = 0;
const CALLER: usize = 4;
const ROLE: usize = 8;
const DAY: usize = 12;
const SECOND: usize = 16;
const REGION: usize = 20;
const NAME_LENGTH: usize = 24;
const NAME: usize = 28;
const FIRST_DAY: usize = 96;
const FIRST_SECOND: usize = 100;
const BY_SESSION: usize = 104;

const keys = new Interner();
const names = new Interner();

/** Session name of the record that `roleAssumptionOf` read last. */
export let nameBegin: usize = 0;
export let nameLength: u32 = 0;
/** Its Region. */
export let region: u32 = 0;

/** The number of (caller, its session, role assumed, session name) of a record; -1 for an unusual record. */
export function roleAssumptionOf(event: u32, caller: u32): i32 {
  if (!isText(AWS_REGION) || !isPlainId(beginOf(AWS_REGION) + 1, endOf(AWS_REGION) - 1)) return -1;
  if (!isCall() || !readShape(event)) return -1;
  const begin = beginOf(REQUEST_PARAMETERS);
  if (begin == 0) return -1;
  store<u32>(SHAPE_NUMBER, shape);
  const known = assuming.intern(SHAPE_NUMBER, 4);
  if (known == places.size) store<u32>(places.add(), resolveRoleTexts(begin, endOf(REQUEST_PARAMETERS)));
  const place = load<u32>(places.at(known));
  if (place == 0) return -1;
  const role = (place & 0xff) - 1;
  if (hasByte(textBegin(role), textEnd(role), <u8>BACKSLASH)) return -1;
  nameLength = 0;
  if (place > 0xff) {
    const name = (place >> 8) - 1;
    if (!isPlainId(textBegin(name), textEnd(name))) return -1;
    nameBegin = textBegin(name);
    nameLength = <u32>(textEnd(name) - nameBegin);
  }
  region = words.intern(beginOf(AWS_REGION) + 1, <u32>(endOf(AWS_REGION) - beginOf(AWS_REGION)) - 2);
  const arn = words.intern(textBegin(role), <u32>(textEnd(role) - textBegin(role)));
  const by = assumingSessionOf(caller);
  const assumption = tuple4(keys, caller, by, arn, nameLength == 0 ? 0 : names.intern(nameBegin, nameLength) + 1);
  if (assumption == assumptions.size) {
    const row = assumptions.add();
    store<u32>(row, caller, CALLER);
    store<u32>(row, arn, ROLE);
    store<u32>(row, by, BY_SESSION);
  }
  return assumption;
}

const SHAPE_NUMBER = memory.data(4 + 32);

/** Tie-break at equal times: greater Region. */
function winsTie(row: usize, where: u32): bool {
  const kept = load<u32>(row, REGION);
  return isGreater(words.begin(where), words.length(where), words.begin(kept), words.length(kept));
}

/** Stores an assumption if it is the latest of its caller, role and session name, or the earliest. */
export function keepRoleAssumption(assumption: u32, day: i32, second: u32, where: u32, name: usize, length: u32): void {
  const row = assumptions.at(assumption);
  if (load<u32>(row, THERE)) {
    const firstDay = load<i32>(row, FIRST_DAY);
    if (day < firstDay || (day == firstDay && second < load<u32>(row, FIRST_SECOND))) {
      store<i32>(row, day, FIRST_DAY);
      store<u32>(row, second, FIRST_SECOND);
    }
    const keptDay = load<i32>(row, DAY);
    const kept = load<u32>(row, SECOND);
    if (day < keptDay || (day == keptDay && second < kept)) return;
    if (day == keptDay && second == kept && !winsTie(row, where)) return;
  } else {
    store<i32>(row, day, FIRST_DAY);
    store<u32>(row, second, FIRST_SECOND);
  }
  store<u32>(row, 1, THERE);
  store<i32>(row, day, DAY);
  store<u32>(row, second, SECOND);
  store<u32>(row, where, REGION);
  store<u32>(row, length, NAME_LENGTH);
  copyShort(row + NAME, name, length);
}

export function roleAssumptionsAt(): usize {
  return assumptions.at(0);
}

export function roleAssumptionCount(): u32 {
  return assumptions.size;
}

/** Removes all assumptions. */
export function clearRoleAssumptions(): void {
  keys.clear();
  names.clear();
  assumptions.clear();
}
