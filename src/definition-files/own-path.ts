import { isRecord } from '../base/is-record.ts';
import { type DocumentPath, pathOfField } from './document-path.ts';

/**
 * The path of a task definition's field within a value that writes its keys in another case (`ContainerDefinitions`, `container_definitions`),
 * as far as the value has it.
 */
export function ownPath(value: unknown, field: string): DocumentPath {
  const path: (string | number)[] = [];
  let at = value;
  for (const key of pathOfField(field)) {
    const found = typeof key === 'number' ? (Array.isArray(at) && key < at.length ? key : undefined) : ownKey(at, key);
    if (found === undefined) return path;
    path.push(found);
    at = (at as Readonly<Record<string | number, unknown>>)[found];
  }
  return path;
}

function ownKey(value: unknown, key: string): string | undefined {
  if (!isRecord(value)) return undefined;
  const folded = fold(key);
  return Object.keys(value).find((each) => fold(each) === folded);
}

function fold(key: string): string {
  return key.replaceAll('_', '').toLowerCase();
}
