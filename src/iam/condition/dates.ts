import type { Comparison } from './comparison.ts';

/** Compares as points in time by `<`, `===` and the like; a value that is no date agrees with nothing. */
export function date(agrees: (request: number, policy: number) => boolean): Comparison {
  return (policyValue, requestValue) => agrees(timeOf(requestValue), timeOf(policyValue));
}

const EPOCH_SECONDS = /^\d{5,13}(\.\d+)?$/;
// The W3C profile of ISO 8601: https://www.w3.org/TR/NOTE-datetime
const ISO = /^(\d{4}(?:-\d{2}){0,2})(?:(?<=-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Milliseconds of a W3C date (UTC where it names no zone) or of seconds since 1970; NaN, which equals nothing, of other text. */
function timeOf(text: string): number {
  const trimmed = text.trim();
  if (EPOCH_SECONDS.test(trimmed)) return Number(trimmed) * 1000;
  const match = ISO.exec(trimmed);
  if (match === null) return Number.NaN;
  const [, day, time = '00:00', zone = 'Z'] = match;
  return Date.parse(`${day}T${time}${zone}`);
}
