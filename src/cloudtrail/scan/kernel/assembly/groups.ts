import { namedCount, namedResource } from './details.ts';
import { roleOf, sessionOf, whoOf } from './callers.ts';
import { Interner } from './interner.ts';
import { copyShort, hasByte, isGreater } from './byte-range.ts';
import { Table } from './table.ts';
import { tuple2, tuple4 } from './tuples.ts';

/**
 * Events of one proof, caller's role and `invokedBy`, session and day. A row, 116 bytes: count, proof, a caller, number of (proof, role), second of the
 * first and of the last event, day of the last, length of the latest event id, 1 if some resources were not read, 1 if some event read named no
 * resource, its latest resource (row of `touched`, plus 1), the latest event id, number of the session's name, day of the first event.
 */
const groups = new Table(116);
const COUNT: usize = 0;
const PROOF: usize = 4;
const CALLER: usize = 8;
const ROLE_PROOF: usize = 12;
const FIRST: usize = 16;
const LAST: usize = 20;
const DAY: usize = 24;
const ID_LENGTH: usize = 28;
const SAMPLED: usize = 32;
const UNSTATED: usize = 36;
const TOUCHED: usize = 40;
const ID: usize = 44;
const SESSION: usize = 108;
const FIRST_DAY: usize = 112;
/** Bytes. Records with longer event ids are unusual. */
export const LONGEST_ID: u32 = 64;

const kinds = new Interner();
const roleProofs = new Interner();
/** By number of (proof, role): count of distinct resources read. */
const readOf = new Table(4);
/** Pairs already counted: (group, details), (group, resource), (number of (proof, role), resource). */
const withDetails = new Interner();
const withResource = new Interner();
const ofRole = new Interner();
/** Linked lists of each group's resources, 8 bytes: resource, row of the previous one plus 1. */
const touched = new Table(8);
/** Resources of a (proof, role) are read until there are more than these. */
let most: u32 = 25;

export function keepResources(count: u32): void {
  most = count;
}

/** Whether sessions, days and resources are not told apart. */
let timesOnly: bool = false;

export function keepTimesOnly(): void {
  timesOnly = true;
}

/** The number of the group of a proof, the caller's session and a day. */
export function groupOf(proof: u32, caller: u32, day: i32): u32 {
  const session = timesOnly ? 0 : sessionOf(caller);
  const group = tuple4(kinds, proof, whoOf(caller), session, timesOnly ? 0 : day);
  if (group == groups.size) {
    const roleProof = tuple2(roleProofs, proof, roleOf(caller));
    if (roleProof == readOf.size) readOf.add();
    const row = groups.add();
    store<u32>(row, proof, PROOF);
    store<u32>(row, caller, CALLER);
    store<u32>(row, roleProof, ROLE_PROOF);
    store<u32>(row, session, SESSION);
  }
  return group;
}

/** Whether resources of further records of a group are not read: there are enough. */
export function readsNone(group: u32): bool {
  return timesOnly || load<u32>(readOf.at(load<u32>(groups.at(group), ROLE_PROOF))) > most;
}

/** Adds an event to a group: count, times, latest id. */
export function countEvent(group: u32, day: i32, second: u32, id: usize, idLength: u32): void {
  const row = groups.at(group);
  const count = load<u32>(row, COUNT);
  store<u32>(row, count + 1, COUNT);
  const isFirst = count == 0;
  const at = momentOf(day, second);
  if (isFirst || at < momentOf(load<i32>(row, FIRST_DAY), load<u32>(row, FIRST))) {
    store<i32>(row, day, FIRST_DAY);
    store<u32>(row, second, FIRST);
  }
  const last = momentOf(load<i32>(row, DAY), load<u32>(row, LAST));
  if (isFirst || at > last || (at == last && isGreater(id, idLength, row + ID, load<u32>(row, ID_LENGTH)))) {
    store<i32>(row, day, DAY);
    store<u32>(row, second, LAST);
    store<u32>(row, idLength, ID_LENGTH);
    copyShort(row + ID, id, idLength);
  }
}

@inline
function momentOf(day: i32, second: u32): i64 {
  return <i64>day * 86_400 + second;
}

/** Adds the resources of an event to its group; `NOT_READ` marks the group's resources as a sample. */
export function addResources(group: u32, details: u32): void {
  const row = groups.at(group);
  if (details == NOT_READ) {
    store<u32>(row, 1, SAMPLED);
    return;
  }
  const met = withDetails.size;
  if (tuple2(withDetails, group, details) != met) return;
  const count = namedCount(details);
  if (count == 0) store<u32>(row, 1, UNSTATED);
  const read = readOf.at(load<u32>(row, ROLE_PROOF));
  for (let index: u32 = 0; index < count; index++) {
    const resource = namedResource(details, index);
    const known = withResource.size;
    if (tuple2(withResource, group, resource) != known) continue;
    const mark = touched.add();
    store<u32>(mark, resource);
    store<u32>(mark, load<u32>(row, TOUCHED), 4);
    store<u32>(row, touched.size, TOUCHED);
    const counted = ofRole.size;
    if (tuple2(ofRole, load<u32>(row, ROLE_PROOF), resource) == counted) store<u32>(read, load<u32>(read) + 1);
  }
}

/** Instead of details: the resources of a record were not read. */
export const NOT_READ: u32 = 0xffffffff;

/** Whether a string is at most `LONGEST_ID` bytes of ASCII without escapes, so that its bytes can be stored and compared. */
export function isPlainId(begin: usize, end: usize): bool {
  if (end - begin > LONGEST_ID) return false;
  for (let at = begin; at < end; at += 16) {
    const high = i8x16.bitmask(v128.load(at));
    if (high && at + ctz(high) < end) return false;
  }
  return !hasByte(begin, end, 0x5c);
}

export function groupsAt(): usize {
  return groups.at(0);
}

export function groupCount(): u32 {
  return groups.size;
}

export function touchedAt(): usize {
  return touched.at(0);
}

export function touchedCount(): u32 {
  return touched.size;
}

/** Removes all groups. */
export function clearGroups(): void {
  kinds.clear();
  roleProofs.clear();
  readOf.clear();
  withDetails.clear();
  withResource.clear();
  ofRole.clear();
  touched.clear();
  groups.clear();
}
