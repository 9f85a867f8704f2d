import { EVENT_CATEGORY, EVENT_TYPE, AWS_REGION, beginOf, endOf, ERROR_CODE, ERROR_MESSAGE, firstByteOf, isText, REQUEST_PARAMETERS } from './fields.ts';
import { PASSES_NONE, traitsOf } from './events.ts';
import { Interner } from './interner.ts';
import { OPEN_OBJECT } from './json.ts';
import { SHAPE, writeShape } from './shape.ts';
import { Table } from './table.ts';
import { tuple6 } from './tuples.ts';

/** Tells whether records of a category are calls. */
@external('env', 'resolveCategory')
declare function resolveCategory(begin: usize, end: usize): u32;
/** Reads what a record of a form proves: writes the number of the proof (-1: read such records in full) and, a bit each, which texts among its parameters name resources. */
@external('env', 'resolveForm')
declare function resolveForm(form: u32, event: u32, row: usize): void;

const ABSENT: u32 = 0xffffffff;
const NULL: u32 = 0xfffffffe;
const ODD: u32 = 0xfffffffd;

/** Texts of few kinds: types, Regions, error codes and messages, roles assumed. */
export const words = new Interner();
const shapes = new Interner();
const forms = new Interner();
/** By form: its proof and its texts that name resources. */
const proofs = new Table(8);

/** The shape of the parameters last told of by `formOf` or `shapeOf`. */
export let shape: u32 = 0;

/** By field, the number of the text that it had last: mostly it has it again. */
const lastWords = memory.data(16 * 4);

/** The number of a field's text; `ABSENT`, or `ODD` where the field is no text. */
function wordOf(field: i32): u32 {
  const begin = beginOf(field);
  if (begin == 0) return ABSENT;
  if (!isText(field)) return ODD;
  const length = <u32>(endOf(field) - begin) - 2;
  const last = load<u32>(lastWords + (field << 2));
  if (last < words.size && words.isNumber(last, begin + 1, length)) return last;
  const word = words.intern(begin + 1, length);
  store<u32>(lastWords + (field << 2), word);
  return word;
}

/** Whether records of a category, a word, are calls: 1 or 2 for yes and no. */
const calls = new Table(4);

/** Whether a record is of a call, by its category. */
export function isCall(): bool {
  const category = wordOf(EVENT_CATEGORY);
  if (category >= ODD) return category == ABSENT;
  while (calls.size <= category) calls.add();
  const known = load<u32>(calls.at(category));
  if (known != 0) return known == 1;
  const answer = resolveCategory(words.begin(category), words.begin(category) + words.length(category)) != 0;
  store<u32>(calls.at(category), answer ? 1 : 2);
  return answer;
}

/** Sets `shape`; false for parameters out of the ordinary. */
export function tellShape(event: u32): bool {
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
  shape = shapes.intern(SHAPE, length);
  return true;
}

/**
 * The number of all that decides what a record proves beside its caller: event, type, Region, error, the shape of its
 * parameters. -1 for a record out of the ordinary.
 */
export function formOf(event: u32): i32 {
  const type = wordOf(EVENT_TYPE);
  const region = wordOf(AWS_REGION);
  const code = wordOf(ERROR_CODE);
  const message = wordOf(ERROR_MESSAGE);
  if (type == ODD || region >= ODD || code == ODD || message == ODD) return -1;
  if (!isCall() || !tellShape(event)) return -1;
  const form = tuple6(forms, event, type, region, code, message, shape);
  if (form == proofs.size) resolveForm(form, event, proofs.add());
  return form;
}

/** What records of a form prove, or -1. */
@inline
export function proofOf(form: u32): i32 {
  return load<i32>(proofs.at(form));
}

/** Which texts among the parameters name resources: a bit each; all bits: anything may. */
@inline
export function namingTexts(form: u32): u32 {
  return load<u32>(proofs.at(form), 4);
}

/** How many forms, shapes and words are known. */
export function formCount(): u32 {
  return max(max(forms.size, shapes.size), words.size);
}
