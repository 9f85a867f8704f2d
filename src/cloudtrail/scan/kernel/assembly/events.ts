import { beginOf, endOf, EVENT_NAME, EVENT_SOURCE } from './fields.ts';
import { Interner } from './interner.ts';
import { Table } from './table.ts';
import { tuple2 } from './tuples.ts';

/** Resolves a new pair of event source and event name to its traits: the bits below (`EVENT_TRAITS`). */
@external('env', 'resolveEvent')
declare function resolveEvent(event: u32, sourceBegin: usize, sourceEnd: usize, nameBegin: usize, nameEnd: usize): u32;

/** Records are unusual, whoever the caller. */
export const IN_FULL: u32 = 1;
/** Records of wanted callers are unusual: fields that are not looked at decide the actions. */
export const BY_DETAILS: u32 = 2;
/** The event assumes a role. */
export const ASSUMES: u32 = 4;
/** The event passes no role, whatever its parameters. */
export const PASSES_NONE: u32 = 8;
/** Values of parameters decide the actions. */
export const BY_VALUES: u32 = 16;

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
