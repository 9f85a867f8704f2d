import type { Comparison } from './comparison.ts';

/** Compares as points in time; a value that is no date agrees with nothing. */
export function date(agrees: (request: number, policy: number) => boolean): Comparison {
  return (policyValue, requestValue) => {
    const policy = timeOf(policyValue);
    const request = timeOf(requestValue);
    return policy !== undefined && request !== undefined && agrees(request, policy);
  };
}

const EPOCH_SECONDS = /^\d{5,13}(\.\d+)?$/;
// The W3C profile of ISO 8601: https://www.w3.org/TR/NOTE-datetime
const ISO = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;

/** Milliseconds of a W3C date (UTC where it names no zone) or of seconds since 1970. */
function timeOf(text: string): number | undefined {
  const trimmed = text.trim().toUpperCase();
  if (EPOCH_SECONDS.test(trimmed)) return Number(trimmed) * 1000;
  const match = ISO.exec(trimmed);
  if (match === null) return undefined;
  const hasTime = match[3] !== undefined;
  const hasZone = match[6] !== undefined;
  const time = Date.parse(hasTime && !hasZone ? `${trimmed}Z` : trimmed);
  return Number.isNaN(time) ? undefined : time;
}
