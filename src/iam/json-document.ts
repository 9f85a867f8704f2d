import { endOfJsonString, isJsonKey } from '../base/json-text.ts';
import { ok, problem, type Result } from '../base/result.ts';

/**
 * Reads JSON as IAM hands it out: plain, or percent-encoded by RFC 3986 (every IAM API that returns a document), with or without
 * a byte order mark. A key that stands twice in one object is refused: readers disagree on which one counts, so
 * no answer about such a document would be safe.
 */
export function parseJsonDocument(text: string): Result<unknown> {
  let json = trim(text);
  if (json === '') return problem('the document is empty');
  if (json.startsWith('%')) {
    try {
      json = trim(decodeURIComponent(json));
    } catch {
      return problem(
        'the document looks URL-encoded, but has a % that is not followed by two hexadecimal digits of UTF-8',
      );
    }
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return problem(`the document is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  const key = duplicateKey(json);
  return key === undefined ? ok(value) : problem(`the key "${key}" stands twice in the same object`);
}

function trim(text: string): string {
  return text.replace(/^\uFEFF/, '').trim();
}

/** The first key that an object of this valid JSON text repeats. One pass, no recursion: nesting may be as deep as it likes. */
function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let at = 0;
  while (at < json.length) {
    const char = json[at];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(undefined);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfJsonString(json, at);
      const keys = open.at(-1);
      if (keys !== undefined && isJsonKey(json, end)) {
        const key = String(JSON.parse(json.slice(at, end)));
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end;
      continue;
    }
    at += 1;
  }
  return undefined;
}
