/** Numbers of the members of a record that evidence is read from (`FIELD_NAMES` of `kernel-memory.ts`). */
export const USER_IDENTITY: i32 = 0;
export const EVENT_TIME: i32 = 1;
export const EVENT_SOURCE: i32 = 2;
export const EVENT_NAME: i32 = 3;
export const AWS_REGION: i32 = 4;
export const ERROR_CODE: i32 = 5;
export const ERROR_MESSAGE: i32 = 6;
export const EVENT_TYPE: i32 = 7;
export const EVENT_CATEGORY: i32 = 8;
export const EVENT_ID: i32 = 9;
export const REQUEST_PARAMETERS: i32 = 10;
export const RESOURCES: i32 = 11;
export const RECIPIENT_ACCOUNT_ID: i32 = 12;

/** Byte ranges of the current record's fields, 8 bytes each: begin, end. Begin 0: the record lacks the field. */
const FIELDS = memory.data(14 * 8);

/** Address of the byte ranges of the fields. */
export function fieldsAt(): usize {
  return FIELDS;
}

@inline
export function beginOf(field: i32): usize {
  return load<u32>(FIELDS + (field << 3));
}

@inline
export function endOf(field: i32): usize {
  return load<u32>(FIELDS + (field << 3), 4);
}

/** First byte of a field's value; 0 if the record lacks it. */
@inline
export function firstByteOf(field: i32): u32 {
  const begin = beginOf(field);
  return begin == 0 ? 0 : load<u8>(begin);
}

/** Whether a field is a non-empty string. */
@inline
export function isText(field: i32): bool {
  return firstByteOf(field) == 0x22 && endOf(field) - beginOf(field) > 2;
}

@inline
export function setField(field: i32, begin: usize, end: usize): void {
  store<u32>(FIELDS + (field << 3), <u32>begin);
  store<u32>(FIELDS + (field << 3), <u32>end, 4);
}

@inline
export function clearFields(): void {
  for (let at: usize = 0; at < 14 * 8; at += 16) v128.store(FIELDS + at, i64x2.splat(0));
}
