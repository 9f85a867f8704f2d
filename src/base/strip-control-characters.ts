// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const DIRECTION = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Nearly all texts, which hold nothing to remove. */
const PRINTABLE = /^[ -~]*$/;

/** One line without control, direction or invisible characters. Applied to all outside text before people read it. */
export function stripControlCharacters(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.toWellFormed().replace(CONTROL, ' ').replace(DIRECTION, '');
}
