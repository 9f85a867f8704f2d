import damerauLevenshtein from 'damerau-levenshtein';

/**
 * The known word that somebody probably meant, whatever the case of its letters; undefined where none is near.
 *
 * @example
 * ```ts
 * nearest('SecretsManger', ['secretsmanager', 's3']); // → 'secretsmanager'
 * nearest('sqs', ['secretsmanager', 'dynamodb']); // → undefined
 * ```
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const given = word.toLowerCase();
  // A third of the letters may be wrong: beyond that a guess is no help.
  let limit = Math.max(1, Math.floor(given.length / 3));
  let found: string | undefined;
  for (const candidate of known) {
    const text = candidate.toLowerCase();
    if (Math.abs(text.length - given.length) > limit) continue;
    // A swap of neighbours, the commonest slip, counts as one.
    const distance = damerauLevenshtein(given, text).steps;
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
