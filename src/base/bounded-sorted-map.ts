/**
 * A bounded map that keeps the names that come first in code-unit order: the same ones, whole, in whatever order, and
 * however often, they are set.
 */
export interface FirstNames<T> {
  readonly kept: ReadonlyMap<string, T>;
  /** Does nothing where the name lies behind all that can be kept. */
  set(name: string, value: T): void;
}

/** Keeps nothing yet, and never more than `most` names. */
export function firstNames<T>(most: number): FirstNames<T> {
  const kept = new Map<string, T>();
  /** Known while the map is full. */
  let largest: string | undefined;
  return {
    kept,
    set(name, value) {
      if (kept.size >= most && !kept.has(name)) {
        largest ??= [...kept.keys()].reduce((a, b) => (a > b ? a : b));
        if (name > largest) return;
        kept.delete(largest);
        largest = undefined;
      }
      kept.set(name, value);
    },
  };
}
