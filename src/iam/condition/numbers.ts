import type { Comparison } from './comparison.ts';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Compares as numbers; a value that is no number agrees with nothing. */
export function numeric(agrees: (request: number, policy: number) => boolean): Comparison {
  return (policyValue, requestValue) => {
    const policy = policyValue.trim();
    const request = requestValue.trim();
    return NUMBER.test(policy) && NUMBER.test(request) && agrees(Number(request), Number(policy));
  };
}
