import { describe, expect, it } from 'vitest';
import { asText, leavesOf, MAX_DEPTH, textAt, textAtAny } from '../../src/cloudtrail/json.ts';

/** An object so deep: `{a:{a:…leaf}}`. */
function nested(depth: number, leaf: unknown, list = false): Record<string, unknown> {
  let value = leaf;
  for (let at = 1; at < depth; at++) value = list ? [value] : { a: value };
  return { a: value };
}

describe('asText()', () => {
  it.each([
    ['x', 'x'],
    ['', undefined],
    [5, undefined],
    [null, undefined],
    [['x'], undefined],
  ])('takes %j for %j', (value, text) => {
    expect(asText(value)).toBe(text);
    expect(textAt({ key: value }, 'key')).toBe(text);
  });

  it('finds nothing in what is absent', () => {
    expect(textAt(undefined, 'key')).toBeUndefined();
    expect(textAt({}, 'key')).toBeUndefined();
  });

  it('takes the first spelling that holds text', () => {
    expect(textAtAny({ a: '', b: 'x', c: 'y' }, ['a', 'b', 'c'])).toBe('x');
    expect(textAtAny({ a: 5 }, ['a', 'b'])).toBeUndefined();
  });
});

describe('leavesOf()', () => {
  it('finds every leaf in order, those of a list under the key that it hangs on', () => {
    expect(leavesOf({ a: 1, b: [null, [true]], c: { d: 'x', e: {}, f: [] } })).toStrictEqual([
      { key: 'a', value: 1 },
      { key: 'b', value: null },
      { key: 'b', value: true },
      { key: 'd', value: 'x' },
    ]);
    expect(leavesOf({})).toStrictEqual([]);
  });

  it('loses none of very many', () => {
    expect(leavesOf({ a: Array.from({ length: 50_000 }, (_, at) => at) })).toHaveLength(50_000);
  });

  it.each([false, true])('goes to its depth and no deeper (in lists: %s)', (list) => {
    expect(leavesOf(nested(MAX_DEPTH, 'x', list))).toStrictEqual([{ key: 'a', value: 'x' }]);
    expect(leavesOf(nested(MAX_DEPTH + 1, 'x', list))).toStrictEqual([]);
    expect(leavesOf(nested(100_000, 'x', list))).toStrictEqual([]);
  });
});
