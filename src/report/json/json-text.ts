/**
 * The text of an object as `JSON.stringify(object, null, indent)` gives it, in pieces: a member that is a list, or anything
 * else that can be walked, is written item by item, so that the whole is never held. No member may be `undefined`.
 */
export function* objectText(members: Iterable<readonly [string, unknown]>, indent = 0): Generator<string> {
  let before = '{';
  for (const [name, value] of members) {
    yield `${before}${lineBreak(indent)}${JSON.stringify(name)}:${indent > 0 ? ' ' : ''}`;
    before = ',';
    if (isWalked(value)) yield* listText(value, indent, 1);
    else yield valueText(value, indent, 1);
  }
  yield before === '{' ? '{}' : `${lineBreak(indent, 0)}}`;
}

/** The text of a list, so many levels deep in another value, in the same way. */
export function* listText(items: Iterable<unknown>, indent = 0, depth = 0): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}${lineBreak(indent, depth + 1)}${valueText(item, indent, depth + 1)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : `${lineBreak(indent, depth)}]`;
}

/** Within JSON's strings a line break is always escaped, so that those of the text are all layout. */
function valueText(value: unknown, indent: number, depth: number): string {
  const text = JSON.stringify(value, null, indent);
  return indent > 0 ? text.replaceAll('\n', lineBreak(indent, depth)) : text;
}

function lineBreak(indent: number, depth = 1): string {
  return indent > 0 ? `\n${' '.repeat(indent * depth)}` : '';
}

function isWalked(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
