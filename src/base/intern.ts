/** Hands out one of all equal values, so that those who keep many keep each once. */
export type Share<T> = (value: T) => T;

/** Shares texts. */
export function sharedTexts(): Share<string> {
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

/** Shares lists whose elements are the very same, in the same order. */
export function sharedLists<T>(): Share<readonly T[]> {
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
