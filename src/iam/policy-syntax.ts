/** Thrown inside the policy parser and caught by `parsePolicy`; its message names place, value and what is expected. */
export class SyntaxProblem extends Error {}

/** An object that is neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for an error text: short, and safe for values of any depth. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

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
      ? `${quote(key)} is not an element of ${of}: expected ${elements.join(', ')}`
      : `${quote(key)} is not an element of ${of}: expected "${meant}" (names are case-sensitive)`;
  }
  return undefined;
}

/** Reads a string or a non-empty array of strings. */
export function stringList(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) {
    throw new SyntaxProblem(`${path} is ${quote(value)}: expected a string or a non-empty array of strings`);
  }
  return value.map((item: unknown, index) => {
    if (typeof item === 'string') return item;
    throw new SyntaxProblem(`${path}[${index}] is ${quote(item)}: expected a string`);
  });
}
