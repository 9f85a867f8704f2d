/** What `yamlLines` writes: JSON values, and comments before the items of a list. */
export type YamlValue = string | readonly YamlItem[] | { readonly [key: string]: YamlValue };

/** An item of a list, with the comment lines above it. */
export interface YamlItem {
  readonly comment?: readonly string[];
  readonly value: YamlValue;
}

/** Block YAML of a value, indented by two spaces a level; strings are in double quotes wherever they might be misread. */
export function yamlLines(value: YamlValue, indent = ''): readonly string[] {
  if (typeof value === 'string') return [`${indent}${scalar(value)}`];
  if (isList(value)) return value.flatMap((item) => itemLines(item, indent));
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner === 'string') return [`${indent}${scalar(key)}: ${scalar(inner)}`];
    const lines = yamlLines(inner, `${indent}  `);
    return lines.length === 0
      ? [`${indent}${scalar(key)}: ${isList(inner) ? '[]' : '{}'}`]
      : [`${indent}${scalar(key)}:`, ...lines];
  });
}

function isList(value: YamlValue): value is readonly YamlItem[] {
  return Array.isArray(value);
}

function itemLines({ comment = [], value }: YamlItem, indent: string): readonly string[] {
  const [first = `${indent}  {}`, ...rest] = yamlLines(value, `${indent}  `);
  return [...comment.map((line) => `${indent}# ${line}`), `${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

/** Plain where no reader of YAML can take it for anything but this text; JSON's quoted form is YAML's too. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9-]*(?:::?[A-Za-z0-9-]+)*$/.test(text);
  return plain && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text) ? text : JSON.stringify(text);
}
