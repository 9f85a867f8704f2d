import { quoted } from '../base/format.ts';

/** Thrown inside the policy parser and caught by `parsePolicy`; its message names place, value and what is expected. */
export class SyntaxProblem extends Error {}

/** Says which key of an object is none of the elements allowed there, with the element that was probably meant. */
export function unknownElement(
  value: Readonly<Record<string, unknown>>,
  elements: readonly string[],
  of: string,
): string | undefined {
  for (const key of Object.keys(value)) {
    if (elements.includes(key)) continue;
    const meant = elements.find((element) => element.toLowerCase() === key.toLowerCase());
    return meant === undefined
      ? `${quoted(key)} is not an element of ${of}: expected ${elements.join(', ')}`
      : `${quoted(key)} is not an element of ${of}: expected "${meant}" (names are case-sensitive)`;
  }
  return undefined;
}

/**
 * Reads a string or a non-empty array of strings.
 *
 * @throws {SyntaxProblem} when it is none
 */
export function stringList(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) {
    throw new SyntaxProblem(`${path} is ${quoted(value)}: expected a string or a non-empty array of strings`);
  }
  return value.map((item: unknown, index) => {
    if (typeof item === 'string') return item;
    throw new SyntaxProblem(`${path}[${index}] is ${quoted(item)}: expected a string`);
  });
}
