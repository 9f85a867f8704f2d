/** Whether a text fits a pattern of `*` and `?`, worked out by a regular expression. */
export function globMatches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
