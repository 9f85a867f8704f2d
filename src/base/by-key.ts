import { byText } from './by-text.ts';

/** Orders entries by their keys, by UTF-16 code unit. */
export function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return byText(a, b);
}
