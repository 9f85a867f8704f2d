/** The known word that somebody probably meant, whatever the case of its letters; undefined where none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const given = word.toLowerCase();
  // A third of the letters may be wrong: beyond that a guess is no help.
  let limit = Math.max(1, Math.floor(given.length / 3));
  let found: string | undefined;
  for (const candidate of known) {
    const text = candidate.toLowerCase();
    if (Math.abs(text.length - given.length) > limit) continue;
    const distance = editDistance(given, text);
    if (distance > limit) continue;
    found = candidate;
    if (distance === 0) return found;
    limit = distance - 1;
    if (limit < 0) return found;
  }
  return found;
}

/** ` (did you mean X?)` where a known word is near, else nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

/** Insertions, deletions, replacements and swaps of neighbours that make one text of the other. */
function editDistance(a: string, b: string): number {
  let twoBefore: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(before, j) + 1,
          at(row, j - 1) + 1,
          at(before, j - 1) + cost,
          swapped ? at(twoBefore, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    twoBefore = before;
    before = row;
  }
  return at(before, b.length);
}

function at(row: readonly number[], place: number): number {
  return row[place] ?? Number.POSITIVE_INFINITY;
}
