import { AwsError } from './aws-error.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** The members of one request, read by name with the type that the service's model gives them. */
export interface Fields {
  readonly all: JsonObject;
  text(name: string): string | undefined;
  /** Refuses the call when the member is missing or empty. */
  requiredText(name: string): string;
  number(name: string): number | undefined;
  flag(name: string): boolean;
  texts(name: string): readonly string[];
  objects(name: string): readonly JsonObject[];
  object(name: string): JsonObject | undefined;
}

/** Wraps the members of a request; `refusal` is the code of the service's own validation error. */
export function fieldsOf(all: JsonObject, refusal = 'ValidationException'): Fields {
  const wrong = (name: string, expected: string): AwsError =>
    new AwsError(refusal, `Member "${name}" is ${JSON.stringify(all[name])}: expected ${expected}`);
  const list = (name: string): readonly Json[] => {
    const value = all[name] ?? [];
    if (!Array.isArray(value)) throw wrong(name, 'a list');
    return value;
  };
  const text = (name: string): string | undefined => {
    const value = all[name] ?? undefined;
    if (value !== undefined && typeof value !== 'string') throw wrong(name, 'a string');
    return value;
  };
  return {
    all,
    text,
    requiredText(name) {
      const value = text(name);
      if (value === undefined || value === '') throw wrong(name, 'a string that is not empty');
      return value;
    },
    number(name) {
      const value = all[name] ?? undefined;
      if (value === undefined) return undefined;
      // Query protocols carry numbers as text.
      const read = typeof value === 'string' ? Number(value) : value;
      if (typeof read !== 'number' || Number.isNaN(read)) throw wrong(name, 'a number');
      return read;
    },
    flag(name) {
      return all[name] === true || all[name] === 'true';
    },
    texts(name) {
      return list(name).map((item) => {
        if (typeof item !== 'string') throw wrong(name, 'a list of strings');
        return item;
      });
    },
    objects(name) {
      return list(name).map((item) => {
        if (!isJsonObject(item)) throw wrong(name, 'a list of objects');
        return item;
      });
    },
    object(name) {
      const value = all[name] ?? undefined;
      if (value === undefined) return undefined;
      if (!isJsonObject(value)) throw wrong(name, 'an object');
      return value;
    },
  };
}
