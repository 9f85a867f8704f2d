import { EVENT_CATEGORY, EVENT_TYPE, AWS_REGION, beginOf, endOf, ERROR_CODE, ERROR_MESSAGE, firstByteOf, isText, REQUEST_PARAMETERS } from './fields.ts';
import { BY_VALUES, PASSES_NONE, traitsOf } from './events.ts';
import { Interner } from './interner.ts';
import { OPEN_OBJECT } from './json.ts';
import { SHAPE, writeShape } from './shape.ts';
import { Table } from './table.ts';
import { tuple6 } from './tuples.ts';

/** 1 if records of an `eventCategory` are API calls. */
@external('env', 'resolveCategory')
declare function resolveCategory(begin: usize, end: usize): u32;
/** Resolves a new form: writes the number of its proof (-1: such records are unusual), then the texts that name resources, one bit each. */
@external('env', 'resolveForm')
declare function resolveForm(form: u32, event: u32, row: usize): void;

const ABSENT: u32 = 0xffffffff;
const NULL: u32 = 0xfffffffe;
const NOT_TEXT: u32 = 0xfffffffd;

/** Strings with few distinct values: types, Regions, error codes and messages, ARNs of assumed roles. */
export const words = new Interner();
const shapes = new Interner();
/** Parameters whose values decide: their text takes the place of their shape. */
const valued = new Interner();
const forms = new Interner();
/** By form, 8 bytes: proof, texts that name resources. */
const proofs = new Table(8);

/** Bytes. Records with longer parameters whose values decide are unusual, and so are those above `MOST_VALUED` different ones. */
const LONGEST_VALUED: usize = 1024;
const MOST_VALUED: u32 = 20_000;

/** The shape number that `readShape` found last: of a shape, or where values decide of the whole text. An event has either. */
export let shape: u32 = 0;

/** By field: the word number it had last. Usually the next record has the same. */
const lastWords = memory.data(16 * 4);

/** The word number of a field; `ABSENT`, or `NOT_TEXT` where it is no non-empty string. */
function wordOf(field: i32): u32 {
  const begin = beginOf(field);
  if (begin == 0) return ABSENT;
  if (!isText(field)) return NOT_TEXT;
  const length = <u32>(endOf(field) - begin) - 2;
  const last = load<u32>(lastWords + (field << 2));
  if (last < words.size && words.isNumber(last, begin + 1, length)) return last;
  const word = words.intern(begin + 1, length);
  store<u32>(lastWords + (field << 2), word);
  return word;
}

/** By category (a word): 1 = call, 2 = no call, 0 = not resolved. */
const calls = new Table(4);

/** Whether a record is an API call, by its `eventCategory`. */
export function isCall(): bool {
  const category = wordOf(EVENT_CATEGORY);
  if (category >= NOT_TEXT) return category == ABSENT;
  while (calls.size <= category) calls.add();
  const known = load<u32>(calls.at(category));
  if (known != 0) return known == 1;
  const answer = resolveCategory(words.begin(category), words.begin(category) + words.length(category)) != 0;
  store<u32>(calls.at(category), answer ? 1 : 2);
  return answer;
}

/** Sets `shape`; false for a record with unusual parameters. */
export function readShape(event: u32): bool {
  const begin = beginOf(REQUEST_PARAMETERS);
  if (begin == 0) {
    shape = ABSENT;
    return true;
  }
  const first = firstByteOf(REQUEST_PARAMETERS);
  if (first != OPEN_OBJECT) {
    shape = NULL;
    return first == 0x6e;
  }
  const length = writeShape(begin, endOf(REQUEST_PARAMETERS), (traitsOf(event) & PASSES_NONE) == 0);
  if (length < 0) return false;
  if ((traitsOf(event) & BY_VALUES) != 0) {
    const size = endOf(REQUEST_PARAMETERS) - begin;
    if (size > LONGEST_VALUED || valued.size > MOST_VALUED) return false;
    shape = valued.intern(begin, <u32>size);
    return true;
  }
  shape = shapes.intern(SHAPE, length);
  return true;
}

/**
 * The number of a record's form: everything but the caller that decides its proof (event, type, Region, error, shape of the
 * parameters). -1 for an unusual record.
 */
export function formOf(event: u32): i32 {
  const type = wordOf(EVENT_TYPE);
  const region = wordOf(AWS_REGION);
  const code = wordOf(ERROR_CODE);
  const message = wordOf(ERROR_MESSAGE);
  if (type == NOT_TEXT || region >= NOT_TEXT || code == NOT_TEXT || message == NOT_TEXT) return -1;
  if (!isCall() || !readShape(event)) return -1;
  const form = tuple6(forms, event, type, region, code, message, shape);
  if (form == proofs.size) resolveForm(form, event, proofs.add());
  return form;
}

/** Number of the proof of records of a form, or -1. */
@inline
export function proofOf(form: u32): i32 {
  return load<i32>(proofs.at(form));
}

/** Texts among the parameters that name resources: bit n for text n; all bits set: every text may. */
@inline
export function namingTexts(form: u32): u32 {
  return load<u32>(proofs.at(form), 4);
}

/** Number of forms, shapes, valued parameters or words, whichever is greatest. */
export function formCount(): u32 {
  return max(max(forms.size, valued.size), max(shapes.size, words.size));
}
