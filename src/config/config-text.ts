import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** A text read as YAML, of which JSON is a part: its value, and where in the text each part of it stands. */
export interface ConfigText {
  readonly value: unknown;
  /** What keeps the text from being read, each with its place; the value is of no use then. */
  readonly problems: readonly { readonly at: string; readonly problem: string }[];
  /** `3:11`, line and column, of the value at a path; of its key where `key` names one that should not be there. */
  at(path: readonly PropertyKey[], key?: string): string;
}

/** Far more than anybody writes; what is larger was put there by mistake or malice. */
const LARGEST = 1_000_000;

/** Reads YAML or JSON. Never repeats a part of the text: it could hold what is secret. */
export function readConfigText(text: string): ConfigText {
  if (text.length > LARGEST) return unreadable('1:1', `it has more than ${LARGEST} characters`);
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', version: '1.2' });
  if (document.errors.length > 0) {
    return {
      ...unreadable('1:1', ''),
      problems: document.errors.map(({ message, pos }) => ({ at: place(pos[0]), problem: withoutSource(message) })),
    };
  }
  const alias = aliasIn(document);
  // They could name what holds them, or multiply into far more than was written.
  if (alias !== undefined) return unreadable(place(alias), 'expected values written out, not an alias (*) of another');
  return { value: document.toJS(), problems: [], at: (path, key) => place(offsetOf(document, path, key)) };
}

function aliasIn(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_, node) {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function unreadable(at: string, problem: string): ConfigText {
  return { value: undefined, problems: [{ at, problem }], at: () => '1:1' };
}

/** The parser quotes from the text behind a colon. */
function withoutSource(message: string): string {
  return message.replace(/\s*[:(]\s*["'`][\s\S]*$/, '').replace(/\s+/g, ' ');
}

/** Where a value begins; where there is none, the innermost that holds its place. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], key: string | undefined): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node)) continue;
    const named = key !== undefined && length === path.length && isMap(node) ? keyOffset(node, key) : undefined;
    if (named !== undefined) return named;
    if (node.range) return node.range[0];
  }
  return 0;
}

function keyOffset(map: unknown, key: string): number | undefined {
  if (!isCollection(map) || !isMap(map)) return undefined;
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
