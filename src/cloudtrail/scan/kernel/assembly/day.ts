import { beginOf, endOf, EVENT_TIME } from './fields.ts';
import { Interner } from './interner.ts';
import { Table } from './table.ts';

/** Days since 1970-01-01 of ten bytes `YYYY-MM-DD`, or `NO_DAY`. */
@external('env', 'resolveDay')
declare function resolveDay(begin: usize, end: usize): i32;

/** No day, or a time that the host must read. */
export const NO_DAY: i32 = i32.MIN_VALUE;

const days = new Interner();
const dayNumbers = new Table(4);
let lastEight: u64 = 0;
let lastTwo: u16 = 0;
let lastDay: i32 = NO_DAY;

/** Second of the day of the time that `dayOf` read last. */
export let secondOfDay: u32 = 0;

/** The day of the record's `eventTime`, written as `"2026-09-20T10:00:00Z"`; `NO_DAY` for any other form, even a valid one. */
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

/** The number that two digits form; 100 if one of the bytes is no digit. */
@inline
function twoDigits(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at, 1) - 0x30;
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}
