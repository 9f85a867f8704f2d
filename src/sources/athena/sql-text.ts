/** Names of Athena databases and tables: letters, digits and underscores ("Name databases, tables, and columns"). */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

/** True for a name that may stand in a query. */
export function isSqlName(text: string): boolean {
  return NAME.test(text);
}

/**
 * A name in double quotes.
 *
 * @throws {Error} when it is no plain name: nothing is ever quoted that could end the quotes
 */
export function sqlName(text: string): string {
  if (isSqlName(text)) return `"${text}"`;
  throw new Error(
    `Cannot put the name ${JSON.stringify(text)} into a query: expected letters, digits and underscores, not beginning with a digit`,
  );
}

/**
 * A text in single quotes, its own ones doubled.
 *
 * @throws {Error} when it holds control characters, which no value here may
 */
export function sqlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new Error(`Cannot put the text ${JSON.stringify(text)} into a query: it holds control characters`);
  }
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Texts as a list in parentheses.
 *
 * @throws {Error} when it is empty, which SQL does not have
 */
export function sqlList(texts: readonly string[]): string {
  if (texts.length === 0) throw new Error('Cannot put an empty list into a query: expected one value at least');
  return `(${texts.map(sqlText).join(', ')})`;
}
