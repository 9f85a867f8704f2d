import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordSplitter, type SplitItem } from '../../src/cli/record-splitter.ts';

function split(chunks: readonly string[]): readonly SplitItem[] {
  const splitter = recordSplitter();
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
}

function values(items: readonly SplitItem[]): readonly unknown[] {
  return items.map((item) => ('text' in item ? JSON.parse(item.text) : item));
}

/** Cuts a text into pieces at the given places. */
function cut(text: string, places: readonly number[]): readonly string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
}

describe('recordSplitter()', () => {
  const a = { eventName: 'A', note: 'braces } in { strings, "quoted \\" ones and "Records": [ too' };
  const b = { eventName: 'B', nested: { Records: [{ eventName: 'not a record' }] } };

  const forms: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['JSON Lines', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`, [a, b]],
    ['lines with carriage returns, and blank ones', `${JSON.stringify(a)}\r\n\r\n${JSON.stringify(b)}`, [a, b]],
    ['pretty-printed records', `${JSON.stringify(a, null, 2)}\n${JSON.stringify(b, null, 2)}`, [a, b]],
    ['a log file', JSON.stringify({ Records: [a, b] }), [a, b]],
    ['a pretty-printed log file', JSON.stringify({ Records: [a, b] }, null, 4), [a, b]],
    ['several log files', `${JSON.stringify({ Records: [a] })}${JSON.stringify({ Records: [b] })}`, [a, b]],
    [
      'a log file with other members',
      `{"digest": {"x": [1]}, "Records": [${JSON.stringify(a)}], "more": {"y": 1}}`,
      [a],
    ],
    ['an empty log file', '{"Records":[]}', []],
    ['a list of records', JSON.stringify([a, b]), [a, b]],
    ['tab-separated records, as the AWS CLI prints text', `${JSON.stringify(a)}\t${JSON.stringify(b)}\n`, [a, b]],
    ['a byte order mark', `\uFEFF${JSON.stringify(a)}`, [a]],
    ['nothing', ' \n', []],
  ];
  test.each(forms)('reads %s', (_name, text, expected) => {
    expect(values(split([text]))).toEqual(expected);
  });

  test('finds the same records wherever the chunks are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.array(fc.nat(), { maxLength: 8 }), ([, text, expected], places) => {
        expect(values(split(cut(text, places)))).toEqual(expected);
      }),
    );
  });

  test('finds any JSON objects that are written one a line', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue()).filter((value) => !('Records' in value));
    fc.assert(
      fc.property(fc.array(object), fc.array(fc.nat(), { maxLength: 4 }), (objects, places) => {
        const text = objects.map((value) => `${JSON.stringify(value)}\n`).join('');
        expect(values(split(cut(text, places)))).toEqual(objects.map((value) => JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  const broken: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['a line of text', `hello\n${JSON.stringify(a)}\n`, [{ problem: 'not a JSON object: "hello"' }, a]],
    [
      'a line cut off in a string',
      `{"eventName":"A\n${JSON.stringify(b)}\n`,
      [{ problem: 'a line ends inside a string: "{\\"eventName\\":\\"A"' }, b],
    ],
    [
      'a line cut off elsewhere',
      `{"eventName":\n${JSON.stringify(b)}\n`,
      [{ problem: 'a record is cut off: "{\\"eventName\\":"' }, b],
    ],
    [
      'an input cut off inside a record',
      '{"eventName":"A',
      [{ problem: 'the input ends inside a record: "{\\"eventName\\":\\"A"' }],
    ],
    [
      'an input cut off inside a log file',
      `{"Records":[${JSON.stringify(a)},`,
      [a, { problem: 'the input ends inside a log file' }],
    ],
    ['text without a line break', 'hello', [{ problem: 'not a JSON object: "hello"' }]],
  ];
  test.each(broken)('says what was wrong with %s and goes on with the rest', (_name, text, expected) => {
    expect(values(split([text]))).toEqual(expected);
    expect(values(split([...text]))).toEqual(expected);
  });

  test('keeps no more of the input than one record', () => {
    const splitter = recordSplitter();
    splitter.push('{"Records":[');
    const record = `${JSON.stringify(a)},`;
    for (let count = 0; count < 10_000; count++) expect(splitter.push(record)).toHaveLength(1);
    // What is kept shows in the sentence about the cut: it would be the open record, and none is open.
    expect(splitter.end()).toEqual([{ problem: 'the input ends inside a log file' }]);
  });
});
