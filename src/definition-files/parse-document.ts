import { type Document, LineCounter, parseDocument as parseYaml } from 'yaml';
import { messageOf } from '../base/attempt.ts';
import { lazy } from '../base/lazy.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import type { DocumentPath, Position } from './document-path.ts';
import { jsonOffset } from './json-position.ts';
import { MOST_LEVELS, yamlOffset, yamlValue } from './yaml-value.ts';

/** A JSON or YAML text that was read, and where in it its values stand. */
export interface ParsedDocument {
  readonly value: unknown;
  positionOf(path: DocumentPath): Position;
}

/** A text that is neither JSON nor YAML, with the place at which that shows. */
export interface DocumentProblem extends Position {
  readonly why: string;
}

/** Reads JSON, or else YAML with CloudFormation's tags. Never throws. */
export function parseDocument(
  text: string,
): { readonly document: ParsedDocument } | { readonly problem: DocumentProblem } {
  const start = text.replace(/^\uFEFF/, '');
  if (/^\s*[{[]/.test(start)) {
    const json = parseJson(start);
    if (json.ok) return { document: json.value };
    const yaml = parseYamlText(start);
    return 'document' in yaml ? yaml : { problem: jsonProblem(start, json.problem, yaml.problem) };
  }
  return parseYamlText(start);
}

function parseJson(text: string): Result<ParsedDocument> {
  try {
    const value: unknown = JSON.parse(text);
    if (isTooDeep(text)) return problem(`it is nested more than ${MOST_LEVELS} levels deep`);
    const lines = lazy(() => lineStarts(text));
    return ok({ value, positionOf: (path) => positionAt(lines(), jsonOffset(text, path)) });
  } catch (error) {
    return problem(messageOf(error));
  }
}

/** Counts brackets in strings too, which takes no valid document of a sane size over the limit. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > MOST_LEVELS) return true;
    } else if (code === 125 || code === 93) depth -= 1;
  }
  return false;
}

/** Engines tell the place of long texts alone; YAML, of which JSON is a part, breaks off at the same one. */
function jsonProblem(text: string, why: string, ofYaml: Position): DocumentProblem {
  const offset = /at position (\d+)/.exec(why)?.[1];
  const place = offset === undefined ? ofYaml : positionAt(lineStarts(text), Number(offset));
  return { line: place.line, column: place.column, why: `it is no JSON: ${withoutContent(why)}` };
}

/** Engines quote what they found, which may be anything, a secret too. */
function withoutContent(why: string): string {
  return stripControlCharacters(
    why
      .replace(/,? ?\.{0,3}"[\s\S]*?"\.{0,3} is not valid JSON/, ' is not valid JSON')
      .replace(/ \(line \d+ column \d+\)/, ''),
  );
}

function parseYamlText(text: string): { readonly document: ParsedDocument } | { readonly problem: DocumentProblem } {
  const lineCounter = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const parsed: Document = parseYaml(text, {
      lineCounter,
      logLevel: 'silent',
      prettyErrors: false,
      uniqueKeys: false,
    });
    const [error] = parsed.errors;
    if (error !== undefined) {
      return {
        problem: {
          ...at(error.pos[0]),
          why: `it is no YAML: ${stripControlCharacters(error.message.split('\n')[0] ?? '')}`,
        },
      };
    }
    return { document: { value: yamlValue(parsed), positionOf: (path) => at(yamlOffset(parsed, path)) } };
  } catch (error) {
    // Deep nesting exhausts the library's stack.
    return { problem: { line: 1, column: 1, why: `it cannot be read: ${stripControlCharacters(messageOf(error))}` } };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
