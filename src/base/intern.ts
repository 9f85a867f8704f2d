/** Returns one instance for all equal values, so that equal values are held in memory once. */
export type Intern<T> = (value: T) => T;

/** Interns texts. */
export function internTexts(): Intern<string> {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}

interface Fork<T> {
  list?: readonly T[];
  readonly next: Map<T, Fork<T>>;
}

/** Interns lists: equal are those whose elements are identical (`===`) and in the same order. */
export function internLists<T>(): Intern<readonly T[]> {
  const root: Fork<T> = { next: new Map() };
  return (list) => {
    let fork = root;
    for (const element of list) {
      const next: Fork<T> = fork.next.get(element) ?? { next: new Map() };
      fork.next.set(element, next);
      fork = next;
    }
    fork.list ??= list;
    return fork.list;
  };
}
