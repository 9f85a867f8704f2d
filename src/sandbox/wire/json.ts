import { isRecord } from '../../base/is-record.ts';

/** A value that JSON can carry; `undefined` members are left out when it is written. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object that JSON can carry. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** True for an object that is neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
