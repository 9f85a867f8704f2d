import { getOrInsert } from './get-or-insert.ts';

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

/** Interns lists: equal are those whose elements are identical (`===`) and in the same order. */
export function internLists<T>(): Intern<readonly T[]> {
  const known = new Map<string, (readonly T[])[]>();
  const first = new Map<T | undefined, number>();
  const numberOf = (element: T | undefined): number => getOrInsert(first, element, () => first.size);
  return (list) => {
    const alike = getOrInsert(known, `${list.length} ${numberOf(list[0])} ${numberOf(list.at(-1))}`, () => []);
    const same = alike.find((other) => other.every((element, index) => element === list[index]));
    if (same !== undefined) return same;
    alike.push(list);
    return list;
  };
}
