import { escapeInvisible } from '../../base/escape-invisible.ts';

/** A text as a quoted HCL string: invisible characters and template sequences are escaped, as `$${aws:username}` for IAM's policy variables. */
export function hclString(text: string): string {
  return escapeInvisible(JSON.stringify(text))
    .replaceAll('\\b', '\\u0008')
    .replaceAll('\\f', '\\u000c')
    .replace(/[$%]\{/g, (sequence) => `${sequence.slice(0, 1)}${sequence}`);
}

/** Attributes on lines of their own, their equals signs below one another. */
export function hclAttributes(attributes: readonly (readonly [name: string, value: string])[], indent: string): string {
  const width = Math.max(...attributes.map(([name]) => name.length));
  return attributes.map(([name, value]) => `${indent}${name.padEnd(width)} = ${value}`).join('\n');
}
