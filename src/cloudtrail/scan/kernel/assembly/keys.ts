import {
  AWS_REGION,
  ERROR_CODE,
  ERROR_MESSAGE,
  EVENT_CATEGORY,
  EVENT_ID,
  EVENT_NAME,
  EVENT_SOURCE,
  EVENT_TIME,
  EVENT_TYPE,
  RECIPIENT_ACCOUNT_ID,
  REQUEST_PARAMETERS,
  RESOURCES,
  USER_IDENTITY,
} from './fields.ts';

/**
 * Cache of the keys of records. A slot, 48 bytes: `"key":` in 32 bytes; mask of the bytes that count (u32); mask that a
 * comparison must give (u32); at 44 the slot that followed last time, at 45 the field (or -1), at 46 the length. Records of
 * one service have their keys in one order, so the next key is predicted and only compared.
 */
const SLOT: u32 = 48;
const MOST_SLOTS: u32 = 120;
const LONGEST: u32 = 32;
const SLOTS = memory.data(120 * 48);
let slots: u32 = 0;

/** Slot before the first key of a record. */
export const FIRST: u32 = 0;
/** Slot of keys that are not cached: equals no text. */
export const OTHER: u32 = 1;

@inline
function slotAt(slot: u32): usize {
  return SLOTS + slot * SLOT;
}

/** The slot predicted to follow this one. */
@inline
export function expectedAfter(slot: u32): u32 {
  return load<u8>(slotAt(slot), 44);
}

@inline
export function expectNext(slot: u32, next: u32): void {
  store<u8>(slotAt(slot), next, 44);
}

/** The field number of a slot's key, or -1. */
@inline
export function fieldOf(slot: u32): i32 {
  return load<i8>(slotAt(slot), 45);
}

/** Bytes of a key with quotes and colon. */
@inline
export function lengthOf(slot: u32): u32 {
  return load<u8>(slotAt(slot), 46);
}

/** Whether the key of a slot, with its colon, stands at this address. */
@inline
export function isWritten(slot: u32, at: usize): bool {
  const key = slotAt(slot);
  const counting = load<u32>(key, 32);
  let same = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(key)));
  if (counting > 0xffff) same |= <u32>i8x16.bitmask(i8x16.eq(v128.load(at + 16), v128.load(key + 16))) << 16;
  return (same & counting) == load<u32>(key, 36);
}

/** The slot of the key in this byte range, quotes included; adds a slot for a new key. */
export function slotOf(start: usize, end: usize): u32 {
  const length = <u32>(end - start) + 1;
  if (length > LONGEST) return OTHER;
  for (let slot = OTHER + 1; slot < slots; slot++) {
    // Without the colon, which white space may precede.
    const counting = load<u32>(slotAt(slot), 32) >> 1;
    if (lengthOf(slot) != length) continue;
    let same = <u32>i8x16.bitmask(i8x16.eq(v128.load(start), v128.load(slotAt(slot))));
    same |= <u32>i8x16.bitmask(i8x16.eq(v128.load(start + 16), v128.load(slotAt(slot) + 16))) << 16;
    if ((same & counting) == counting) return slot;
  }
  return slots < MOST_SLOTS ? addKey(start, length, -1) : OTHER;
}

function addKey(start: usize, length: u32, field: i32): u32 {
  const key = slotAt(slots);
  memory.copy(key, start, length - 1);
  store<u8>(key + length - 1, 0x3a);
  const counting: u32 = length == 32 ? 0xffffffff : (1 << length) - 1;
  store<u32>(key, counting, 32);
  store<u32>(key, counting, 36);
  store<u8>(key, OTHER, 44);
  store<i8>(key, <i8>field, 45);
  store<u8>(key, length, 46);
  return slots++;
}

function addField(text: string, field: i32): void {
  const quoted = memory.data(64);
  store<u8>(quoted, 0x22);
  for (let index = 0; index < text.length; index++) store<u8>(quoted + 1 + index, text.charCodeAt(index));
  store<u8>(quoted + 1 + text.length, 0x22);
  addKey(quoted, text.length + 3, field);
}

/** Initializes the slots. Must be called once, before any other function. */
export function addFields(): void {
  for (let slot = FIRST; slot <= OTHER; slot++) {
    // Mask 0, expected 1: never equal.
    store<u32>(slotAt(slot), 1, 36);
    store<u8>(slotAt(slot), OTHER, 44);
    store<i8>(slotAt(slot), -1, 45);
  }
  slots = OTHER + 1;
  addField('userIdentity', USER_IDENTITY);
  addField('eventTime', EVENT_TIME);
  addField('eventSource', EVENT_SOURCE);
  addField('eventName', EVENT_NAME);
  addField('awsRegion', AWS_REGION);
  addField('errorCode', ERROR_CODE);
  addField('errorMessage', ERROR_MESSAGE);
  addField('eventType', EVENT_TYPE);
  addField('eventCategory', EVENT_CATEGORY);
  addField('eventID', EVENT_ID);
  addField('requestParameters', REQUEST_PARAMETERS);
  addField('resources', RESOURCES);
  addField('recipientAccountId', RECIPIENT_ACCOUNT_ID);
}
