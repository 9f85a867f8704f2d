/** A source of chance that a seed decides, so that every account of a campaign can be made again. */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  next(): number;
  /** From 0 inclusive to `end` exclusive. */
  int(end: number): number;
  chance(probability: number): boolean;
  /** One of a list; throws RangeError where it is empty. */
  pick<T>(list: readonly T[]): T;
  /** Up to `count` different ones of a list, in no order. */
  some<T>(list: readonly T[], count: number): readonly T[];
  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** Opens the source of a seed ("mulberry32", a generator of 32 bits). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (end: number): number => Math.floor(next() * end);
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick(list) {
      const found = list[int(list.length)];
      if (found === undefined) throw new RangeError('Cannot pick from an empty list');
      return found;
    },
    some(list, count) {
      const rest = [...list];
      const taken: (typeof list)[number][] = [];
      while (taken.length < count && rest.length > 0) taken.push(...rest.splice(int(rest.length), 1));
      return taken;
    },
    hex: (digits) => Array.from({ length: digits }, () => int(16).toString(16)).join(''),
  };
}
