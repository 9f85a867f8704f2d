import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import { isRecord } from '../base/is-record.ts';
import type { DocumentPath } from './document-path.ts';

/** Nodes that aliases may come to: of a template that people wrote, thousands at most. */
const MOST_NODES = 500_000;
/** Levels of nesting that are read; CloudFormation's own templates stay far below. */
export const MOST_LEVELS = 150;

/**
 * The value of a YAML document, CloudFormation's short forms (`!Ref X`) written out as `{ "Ref": "X" }`. Keys are texts.
 *
 * @throws {RangeError} when it is nested too deeply, or aliases make too much of it
 */
export function yamlValue(document: Document): unknown {
  let left = MOST_NODES;
  const valueAt = (node: unknown, level: number): unknown => {
    left -= 1;
    if (left < 0) throw new RangeError(`its aliases come to more than ${MOST_NODES} values`);
    if (level > MOST_LEVELS) throw new RangeError(`it is nested more than ${MOST_LEVELS} levels deep`);
    if (isAlias(node)) return valueAt(node.resolve(document), level + 1);
    if (!isNode(node)) return node ?? undefined;
    return writtenOut(node.tag, plain(node, level));
  };
  const plain = (node: Node, level: number): unknown => {
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => valueAt(item, level + 1));
    if (!isMap(node)) return undefined;
    const merged: [string, unknown][] = [];
    const own = node.items.flatMap((pair): [string, unknown][] => {
      const key = String(isScalar(pair.key) ? pair.key.value : pair.key);
      const value = valueAt(pair.value, level + 1);
      if (key !== '<<') return [[key, value]];
      for (const source of Array.isArray(value) ? value : [value]) {
        if (isRecord(source)) merged.push(...Object.entries(source));
      }
      return [];
    });
    // Object.fromEntries makes a key of __proto__ like any other.
    return Object.fromEntries([...merged, ...own]);
  };
  return valueAt(document.contents, 0);
}

/** "Intrinsic function reference": `!Ref` and `!Condition` by their names, all others with `Fn::`. */
function writtenOut(tag: string | undefined, value: unknown): unknown {
  const name = /^!([A-Za-z]+)$/.exec(tag ?? '')?.[1];
  if (name === undefined) return value;
  if (name === 'Ref' || name === 'Condition') return Object.fromEntries([[name, value]]);
  return Object.fromEntries([[`Fn::${name}`, name === 'GetAtt' && typeof value === 'string' ? halves(value) : value]]);
}

function halves(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** Where in the text the value of a path begins, or of the longest beginning of the path that there is. */
export function yamlOffset(document: Document, path: DocumentPath): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node) ?? 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((each) => String(isScalar(each.key) ? each.key.value : each.key) === String(key));
      if (pair === undefined) return offset;
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      offset = rangeStart(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
