import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteSource, createByteInterner } from '../../src/cloudtrail/scan/byte-interner.ts';
import { createTupleInterner } from '../../src/cloudtrail/scan/tuple-interner.ts';
import { createWords } from '../../src/cloudtrail/scan/words.ts';

/** What an interner must do: equal things have one number, new ones the next. */
function numbersOf(keys: readonly string[]): readonly number[] {
  const known = new Map<string, number>();
  return keys.map((key) => {
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
}

const many = Array.from({ length: 3_000 }, (_, at) => `${at % 1_700}`.padStart(1 + (at % 9), 'x'));

describe('createByteInterner()', () => {
  const intern = (interner: ReturnType<typeof createByteInterner>, text: string) => {
    const bytes = new TextEncoder().encode(`>${text}<`);
    return interner.intern(byteSource(bytes), 1, bytes.length - 1);
  };

  it('gives equal bytes one number, other bytes the next', () => {
    const interner = createByteInterner();
    expect(many.map((text) => intern(interner, text))).toEqual(numbersOf(many));
    expect(interner.size).toBe(new Set(many).size);
    interner.clear();
    expect(interner.size).toBe(0);
    expect(many.map((text) => intern(interner, text))).toEqual(numbersOf(many));
  });

  it('tells bytes apart that differ anywhere, or in length alone', () => {
    const texts = [
      '',
      'a',
      'b',
      'ab',
      'abcd',
      'abcde',
      'abcdf',
      'xbcde',
      'abcdabcd',
      'abcdabce',
      '\0',
      '\0\0',
      '\0\0\0\0',
    ];
    const interner = createByteInterner();
    expect(texts.map((text) => intern(interner, text))).toEqual(texts.keys().toArray());
    expect(texts.map((text) => intern(interner, text))).toEqual(texts.keys().toArray());
  });

  it('takes a stretch longer than all its memory', () => {
    const interner = createByteInterner();
    expect(['a', 'y'.repeat(50_000), 'a', 'y'.repeat(50_000)].map((text) => intern(interner, text))).toEqual([
      0, 1, 0, 1,
    ]);
  });

  it('does so for whatever bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\0'), maxLength: 6 })), (texts) => {
        const interner = createByteInterner();
        expect(texts.map((text) => intern(interner, text))).toEqual(numbersOf(texts));
      }),
    );
  });
});

describe('createTupleInterner()', () => {
  it('gives equal tuples one number, other tuples the next', () => {
    const tuples = Array.from({ length: 4_000 }, (_, at) => [at % 3, (at * 7) % 1_500, -(at % 11)]);
    const interner = createTupleInterner(3);
    const numbers = () =>
      tuples.map((tuple) => {
        interner.tuple.set(tuple);
        return interner.intern();
      });
    expect(numbers()).toEqual(numbersOf(tuples.map(String)));
    expect(interner.size).toBe(new Set(tuples.map(String)).size);
    interner.clear();
    expect(interner.size).toBe(0);
    expect(numbers()).toEqual(numbersOf(tuples.map(String)));
  });
});

describe('createWords()', () => {
  it('learns each stretch once, and again when all was forgotten', () => {
    const learned: string[] = [];
    const words = createWords((text) => learned.push(text));
    const bytes = new TextEncoder().encode('one two one \ufeffé');
    const idOf = (start: number, end: number) => words.idOf(byteSource(bytes), start, end);
    expect([idOf(0, 3), idOf(4, 7), idOf(8, 11), idOf(12, 17)]).toEqual([0, 1, 0, 2]);
    expect(learned).toEqual(['one', 'two', '\ufeffé']);
    expect([words.known(0), words.known(2), words.size]).toEqual([1, 3, 3]);
    words.clear();
    expect([idOf(4, 7), words.known(0), words.size]).toEqual([0, 4, 1]);
  });
});
