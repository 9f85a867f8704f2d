import { describe, expect, test } from 'vitest';
import { ANY, createSegment, fitsAt } from '../../src/iam/segment-search.ts';

const codesOf = (text: string): readonly number[] =>
  [...text].map((character) => (character === '?' ? ANY : character.charCodeAt(0)));
const find = (segment: string, text: string, from = 0, to = text.length): number =>
  createSegment(codesOf(segment)).find(text, from, to, undefined);

describe('a segment is found', () => {
  test.each<[string, string, number]>([
    ['a', 'a', 0],
    ['a', 'ba', 1],
    ['a', 'b', -1],
    ['a', '', -1],
    ['ab', 'aab', 1],
    ['aab', 'aaab', 1],
    ['abab', 'abaabab', 3],
    ['abcabd', 'abcabcabd', 3],
    ['aabaaac', 'aabaabaaac', 3],
    ['abacabad', 'abacabacabad', 4],
    ['aabaaac', 'aabaaabaaac', 4],
    ['?', 'x', 0],
    ['a?', 'aa', 0],
    ['a?', 'a', -1],
    ['?b', 'bb', 0],
    ['?b', 'aab', 1],
    ['a?c', 'abababc', 4],
    ['a??a', 'aabba', 1],
  ])('%s in %s at %d', (segment, text, expected) => {
    expect(find(segment, text)).toBe(expected);
  });

  test.each([
    ['ab', 6, 9],
    ['abc', 3, 5],
  ])('where indexOf() finds it, of the letters %s, %d long at most, in %d', (letters, longest, length) => {
    const words = (size: number): readonly string[] =>
      size === 0 ? [''] : words(size - 1).flatMap((word) => [...letters].map((letter) => word + letter));
    const texts = words(length);
    for (let size = 1; size <= longest; size++) {
      for (const word of words(size)) {
        const segment = createSegment(codesOf(word));
        const wrong = texts.find((text) => segment.find(text, 0, length, undefined) !== text.indexOf(word));
        expect({ word, wrong }).toEqual({ word, wrong: undefined });
      }
    }
  });

  test('no earlier than asked, and within the end', () => {
    for (const segment of ['ab', 'a?']) {
      expect(find(segment, 'abxab', 1)).toBe(3);
      expect(find(segment, 'abxab', 3)).toBe(3);
      expect(find(segment, 'abxab', 4)).toBe(-1);
      expect(find(segment, 'abxab', 1, 5)).toBe(3);
      expect(find(segment, 'abxab', 1, 4)).toBe(-1);
      expect(find(segment, 'ab', 0, 1)).toBe(-1);
    }
  });

  test.each([31, 32, 33, 63, 64, 65, 100])('with wildcards and %d characters', (length) => {
    const segment = `${'a'.repeat(length - 3)}?bc`;
    const text = `${'a'.repeat(length - 3)}xbc`;
    expect(find(segment, text)).toBe(0);
    expect(find(segment, `a${text}`)).toBe(1);
    expect(find(segment, `aa${text}`)).toBe(2);
    expect(find(segment, `b${text}c`)).toBe(1);
    expect(find(segment, text.replace('x', ''))).toBe(-1);
    expect(find(segment, text.replace('a', 'b'))).toBe(-1);
    expect(find(segment, text.replace('c', 'd'))).toBe(-1);
  });

  test('as often as asked, each time anew', () => {
    for (const segment of [createSegment(codesOf('ab')), createSegment(codesOf('a?'))]) {
      expect([0, 1, 3].map((from) => segment.find('abxab', from, 5, undefined))).toEqual([0, 3, 3]);
    }
  });
});

describe('the steps of a search', () => {
  const stepsOf = (segment: string, text: string): number => {
    const meter = { steps: 0 };
    createSegment(codesOf(segment)).find(text, 0, text.length, meter);
    return meter.steps;
  };
  test.each<[string, string, number]>([
    ['ab', 'xxxx', 4],
    ['ab', 'abxx', 2],
    // A step back costs one more: to the border of what had matched, not to the beginning of the text.
    ['ab', 'aab', 4],
    ['aaab', 'aaaaab', 8],
    ['?b', 'xxxx', 4],
    ['?b', 'xbxx', 2],
    [`${'?'.repeat(32)}b`, 'x'.repeat(10), 20],
  ])('for %s in %s are %d', (segment, text, expected) => {
    expect(stepsOf(segment, text)).toBe(expected);
  });

  test('of a comparison at one place end with the first difference', () => {
    const meter = { steps: 0 };
    expect(fitsAt(createSegment(codesOf('a?c')), 'xabc', 1, meter)).toBe(true);
    expect(meter.steps).toBe(3);
    expect(fitsAt(createSegment(codesOf('a?c')), 'xbbc', 1, meter)).toBe(false);
    expect(meter.steps).toBe(4);
  });
});
