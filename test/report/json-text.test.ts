import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listText, objectText } from '../../src/report/json/json-text.ts';

describe.each([0, 2])('with an indent of %d', (indent) => {
  test('an object’s pieces are the text that JSON.stringify gives', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const text = [...objectText(Object.entries(object), indent)].join('');
        expect(text).toBe(JSON.stringify(object, null, indent));
      }),
    );
  });

  test('so are a list’s', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (list) => {
        expect([...listText(list, indent)].join('')).toBe(JSON.stringify(list, null, indent));
      }),
    );
  });
});

test('items are asked for one at a time, when their turn comes', () => {
  const asked: number[] = [];
  function* items() {
    for (const item of [1, 2, 3]) {
      asked.push(item);
      yield item;
    }
  }
  const pieces = objectText([['items', items()]]);
  while (!asked.includes(2)) pieces.next();
  expect(asked).toEqual([1, 2]);
});
