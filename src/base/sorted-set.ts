/** Texts without repetition in code-unit order: the one form in which equal sets are equal. */
export function sortedSet(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort();
}
