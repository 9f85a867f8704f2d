import { beginOf, endOf, EVENT_NAME, EVENT_SOURCE, EVENT_TIME } from './fields.ts';
import { Interner } from './interner.ts';
import { Table } from './table.ts';
import { tuple2 } from './tuples.ts';

/** Resolves a new pair of event source and event name to its traits: the bits below (`EVENT_TRAITS`). */
@external('env', 'resolveEvent')
declare function resolveEvent(event: u32, sourceBegin: usize, sourceEnd: usize, nameBegin: usize, nameEnd: usize): u32;
/** Tells the number of a day since 1970 that is written as ten bytes, or `NO_DAY`. */
@external('env', 'resolveDay')
declare function resolveDay(begin: usize, end: usize): i32;

/** Records are unusual, whoever the caller. */
export const IN_FULL: u32 = 1;
/** Records of wanted callers are unusual: values of parameters decide the actions. */
export const BY_VALUES: u32 = 2;
/** The event assumes a role. */
export const ASSUMES: u32 = 4;
/** The event passes no role, whatever its parameters. */
export const PASSES_NONE: u32 = 8;

const sources = new Interner();
const names = new Interner();
const pairs = new Interner();
const traits = new Table(4);
/** Fast path for adjacent members: `"s3.amazonaws.com","eventName":"GetObject"` as one key. */
const runs = new Interner();
const ofRun = new Table(4);
/** Bytes between source and name in such a run: `,"eventName":`. */
const BETWEEN: usize = 13;

/** The number of a record's event (source and name). Both must be strings without escapes. */
export function eventOf(): u32 {
  const begin = beginOf(EVENT_SOURCE);
  const end = endOf(EVENT_NAME);
  if (beginOf(EVENT_NAME) - endOf(EVENT_SOURCE) != BETWEEN) return eventOfTexts();
  const run = runs.intern(begin, <u32>(end - begin));
  if (run == ofRun.size) store<u32>(ofRun.add(), eventOfTexts());
  return load<u32>(ofRun.at(run));
}

function eventOfTexts(): u32 {
  const source = beginOf(EVENT_SOURCE) + 1;
  const sourceEnd = endOf(EVENT_SOURCE) - 1;
  const name = beginOf(EVENT_NAME) + 1;
  const nameEnd = endOf(EVENT_NAME) - 1;
  const event = tuple2(
    pairs,
    sources.intern(source, <u32>(sourceEnd - source)),
    names.intern(name, <u32>(nameEnd - name)),
  );
  if (event == traits.size) store<u32>(traits.add(), resolveEvent(event, source, sourceEnd, name, nameEnd));
  return event;
}

@inline
export function traitsOf(event: u32): u32 {
  return load<u32>(traits.at(event));
}

export const NO_DAY: i32 = i32.MIN_VALUE;

const days = new Interner();
const dayNumbers = new Table(4);
let lastEight: u64 = 0;
let lastTwo: u16 = 0;
let lastDay: i32 = NO_DAY;

/** Of the time last read. */
export let secondOfDay: u32 = 0;

/** Reads a time written as `"2026-09-20T10:00:00Z"` and returns its day; `NO_DAY` for any other form, which may be valid all the same. */
export function dayOf(): i32 {
  const begin = beginOf(EVENT_TIME);
  if (begin == 0 || endOf(EVENT_TIME) - begin != 22 || load<u8>(begin) != 0x22) return NO_DAY;
  if (load<u8>(begin, 11) != 0x54 || load<u8>(begin, 20) != 0x5a) return NO_DAY;
  if (load<u8>(begin, 14) != 0x3a || load<u8>(begin, 17) != 0x3a) return NO_DAY;
  const hours = twoDigits(begin + 12);
  const minutes = twoDigits(begin + 15);
  const seconds = twoDigits(begin + 18);
  if (hours > 23 || minutes > 59 || seconds > 59) return NO_DAY;
  secondOfDay = (hours * 60 + minutes) * 60 + seconds;
  const eight = load<u64>(begin, 1);
  const two = load<u16>(begin, 9);
  if (eight == lastEight && two == lastTwo) return lastDay;
  const day = days.intern(begin + 1, 10);
  if (day == dayNumbers.size) store<i32>(dayNumbers.add(), resolveDay(begin + 1, begin + 11));
  lastEight = eight;
  lastTwo = two;
  lastDay = load<i32>(dayNumbers.at(day));
  return lastDay;
}

/** Above 99 where one of the two bytes is no digit. */
@inline
function twoDigits(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at, 1) - 0x30;
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}
