// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const DIRECTION = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** One line without control, direction or invisible characters. Applied to all outside text before people read it. */
export function stripControlCharacters(text: string): string {
  return text.toWellFormed().replace(CONTROL, ' ').replace(DIRECTION, '');
}

/** At most `max` UTF-16 units, ending in `…` where something was cut; never half a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  const whole = cut.isWellFormed() ? cut : cut.slice(0, -1);
  return max < 1 ? '' : `${whole}…`;
}

/** `a, b and 3 more`. */
export function listed(items: readonly string[], most = 5): string {
  const shown = items.slice(0, items.length === most + 1 ? most + 1 : most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `1 permission`, `2 permissions`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
