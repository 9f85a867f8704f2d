import type { JsonObject } from '../wire/json.ts';

/** A policy document of some statements. */
export function document(...statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}

/** A statement that allows actions on resources; `more` adds members, such as Sid or Condition. */
export function allow(
  action: string | readonly string[],
  resource: string | readonly string[],
  more: JsonObject = {},
): JsonObject {
  return { ...more, Effect: 'Allow', Action: action, Resource: resource };
}
