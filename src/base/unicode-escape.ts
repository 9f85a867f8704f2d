/** A UTF-16 code unit as JSON, JavaScript and YAML write it: `\u2028`. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
