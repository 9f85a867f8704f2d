import { unicodeEscape } from '../../base/unicode-escape.ts';

/** What `yamlLines` writes: JSON values, and comments before the items of a list. */
export type YamlValue = string | readonly YamlItem[] | { readonly [key: string]: YamlValue };

/** An item of a list, with the comment lines above it. */
export interface YamlItem {
  readonly comment?: readonly string[];
  readonly value: YamlValue;
}

/** Block YAML of a value, indented by two spaces a level; strings are in double quotes wherever they might be misread. */
export function yamlLines(value: YamlValue, indent = ''): readonly string[] {
  const inline = inlined(value);
  if (inline !== undefined) return [`${indent}${inline}`];
  if (isList(value)) return value.flatMap((item) => itemLines(item, indent));
  return Object.entries(value).flatMap(([key, inner]) => {
    const short = inlined(inner);
    if (short !== undefined) return [`${indent}${scalar(key)}: ${short}`];
    return [`${indent}${scalar(key)}:`, ...yamlLines(inner, `${indent}  `)];
  });
}

/** What stands behind its key, on the same line. */
function inlined(value: YamlValue): string | undefined {
  if (typeof value === 'string') return scalar(value);
  if (isList(value)) return value.length === 0 ? '[]' : undefined;
  return Object.keys(value).length === 0 ? '{}' : undefined;
}

function isList(value: YamlValue): value is readonly YamlItem[] {
  return Array.isArray(value);
}

function itemLines({ comment = [], value }: YamlItem, indent: string): readonly string[] {
  const [first = '', ...rest] = yamlLines(value, `${indent}  `);
  return [...comment.map((line) => `${indent}# ${line}`), `${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

/** Plain where no reader of YAML can take it for anything but this text; JSON's quoted form is YAML's too. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9-]*(?:::?[A-Za-z0-9-]+)*$/.test(text);
  if (plain && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text)) return text;
  return JSON.stringify(text).replace(NOT_PRINTABLE, unicodeEscape);
}

/** What JSON may hold unescaped and YAML may not. */
const NOT_PRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
