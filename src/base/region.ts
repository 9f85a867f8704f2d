import { ok, problem, type Result } from './result.ts';

/**
 * The code of an AWS Region: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`.
 *
 *     region = area 1*2("-" word) "-" digit
 *     area   = 2*4 lower-case letters
 *     word   = 1* lower-case letters
 */
export type Region = `${string}-${string}-${number}`;

const REGION = '[a-z]{2,4}(?:-[a-z]+){1,2}-\\d';
const WHOLE = new RegExp(`^${REGION}$`);
const WITHIN = new RegExp(`\\b${REGION}\\b`, 'g');

/** Reads the code of a Region, whether or not there is such a Region today. */
export function parseRegion(text: string): Result<Region> {
  return isRegion(text) ? ok(text) : problem(`Cannot parse Region "${text}": expected a code such as eu-west-1`);
}

/**
 * Whether a value is the code of a Region.
 *
 * @example
 * ```ts
 * isRegion('eu-west-1'); // → true
 * isRegion('Ireland'); // → false
 * ```
 */
export function isRegion(value: unknown): value is Region {
  return typeof value === 'string' && WHOLE.test(value);
}

/** The Regions that a text names, in its order, each as often as it is named. */
export function regionsIn(text: string): readonly Region[] {
  return (text.match(WITHIN) ?? []) as readonly string[] as readonly Region[];
}

/**
 * Puts `by` in the place of every Region that a text names, and `within` in that of one that is a part of a longer name, such as an ARN.
 *
 * @example
 * ```ts
 * replaceRegions('arn:aws:ecs:eu-west-1:123456789012:cluster/a in eu-west-1', 'each', '*'); // → 'arn:aws:ecs:*:123456789012:cluster/a in each'
 * ```
 */
export function replaceRegions(text: string, by: string, within = by): string {
  return text.replace(WITHIN, (region: string, offset: number) => {
    const isPart = /[:/.-]$/.test(text.slice(0, offset)) || /^[:/.-]\S/.test(text.slice(offset + region.length));
    return isPart ? within : by;
  });
}
