import { endOfJsonString } from '../base/json-text.ts';
import type { DocumentPath } from './document-path.ts';

/** The place in a valid JSON text where the value of a path begins, or of the longest beginning of the path that there is. */
export function jsonOffset(json: string, path: DocumentPath): number {
  let at = afterSpace(json, 0);
  for (const key of path) {
    const found = memberAt(json, at, key);
    if (found === undefined) return at;
    at = found;
  }
  return at;
}

function memberAt(json: string, from: number, key: string | number): number | undefined {
  const isObject = json[from] === '{';
  if (!isObject && json[from] !== '[') return undefined;
  let at = afterSpace(json, from + 1);
  for (let place = 0; at < json.length && json[at] !== '}' && json[at] !== ']'; place += 1) {
    let name: string | number = place;
    if (isObject) {
      const end = endOfJsonString(json, at);
      name = String(JSON.parse(json.slice(at, end)));
      at = afterSpace(json, afterSpace(json, end) + 1);
    }
    if (name === key) return at;
    at = afterSpace(json, endOfValue(json, at));
    if (json[at] === ',') at = afterSpace(json, at + 1);
  }
  return undefined;
}

/** One pass without recursion: nesting may be as deep as it likes. */
function endOfValue(json: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < json.length) {
    const char = json[at] ?? '';
    if (char === '"') at = endOfJsonString(json, at);
    else if (char === '{' || char === '[') {
      depth += 1;
      at += 1;
    } else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      depth -= 1;
      at += 1;
    } else if (depth === 0 && (char === ',' || char.charCodeAt(0) <= 32)) return at;
    else at += 1;
    if (depth === 0 && (char === '"' || char === '}' || char === ']')) return at;
  }
  return at;
}

function afterSpace(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) <= 32) at += 1;
  return at;
}
