/** At most `max` UTF-16 units, ending in `…` where something was cut; never half a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  const whole = cut.isWellFormed() ? cut : cut.slice(0, -1);
  return max < 1 ? '' : `${whole}…`;
}

/**
 * `a`, `a and b`, `a, b and c`, `a, b and 2 more`. One more than `most` is named: its name takes no more room than `1 more`.
 *
 * @example
 * ```ts
 * listed(['a', 'b', 'c']); // → 'a, b and c'
 * listed(['a', 'b', 'c', 'd'], 2); // → 'a, b and 2 more'
 * ```
 */
export function listed(items: readonly string[], most = 5): string {
  const shown = items.slice(0, items.length === most + 1 ? most + 1 : most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${grouped(rest)} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `12,345`: a count for people. */
export function grouped(count: number): string {
  // Below, there is nothing to group; the locale's form takes many times as long.
  return Number.isInteger(count) && count >= 0 && count < 1_000 ? String(count) : count.toLocaleString('en-US');
}

/**
 * `1 permission`, `2,000 permissions`, `0 families`.
 *
 * @example
 * ```ts
 * counted(2, 'family'); // → '2 families'
 * ```
 */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${count === 1 ? noun : plural(noun)}`;
}

/** The plural of a noun, by English's rules of spelling; of several words, the last one's. */
function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** A value in a message: text in quotes, at most `most` characters of it; of arrays and objects, which may be of any depth, the kind alone. */
export function quoted(value: unknown, most = 80): string {
  if (typeof value === 'string') return JSON.stringify(clip(value, most));
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
