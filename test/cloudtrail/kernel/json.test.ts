import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reading } from './reading.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether the kernel takes a text as the value of a member that nobody asks for. */
function isTaken(text: string): boolean {
  return reading(`{"Records":[{"x":${text}}]}`).records === 1;
}

const VALID = [
  '0',
  '-0',
  '10',
  '-1.50',
  '1e5',
  '1E+5',
  '1.25e-10',
  '0.5',
  `${'9'.repeat(400)}e99999`,
  'true',
  'false',
  'null',
  '""',
  '"a b"',
  '"é€𝄞"',
  '"exactly 15 bytes"',
  '"exactly 16 bytes."',
  '"a text of more than sixteen, and of more than thirty-two bytes"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00aF\\uD834"',
  '"a long text before the first escape \\" and another one behind it"',
  '{}',
  '[]',
  '{ }',
  '[ \t\r\n]',
  '{"a":1}',
  '{ "a" : 1 , "b" : [ ] }',
  '[1,[2,{"a":[]}],{}]',
  '[[[]]]',
  '{"a":{"b":{"c":"d"}},"e":[{"f":null},true]}',
  '["a","b" ,"c"]',
  '["]","}",",",":"]',
  '"\u007f"',
];

const INVALID = [
  '',
  '-',
  '01',
  '-01',
  '00',
  '1.',
  '.5',
  '1.e5',
  '1e',
  '1e+',
  '1e-',
  '+1',
  'tru',
  'trux',
  'fals',
  'falsx',
  'nul',
  'nulL',
  'True',
  'x',
  'NaN',
  'Infinity',
  'undefined',
  "'a'",
  '"',
  '"a',
  '"\\"',
  '"\\x"',
  '"\\u12"',
  '"\\u12g4"',
  '"\\u12`4"',
  '"\\u12:4"',
  '"\\u12/4"',
  '"\u0000"',
  '"\u0007"',
  '"a\nb"',
  '"a\u001f"',
  '"sixteen bytes and \u0001"',
  '{',
  '[',
  '}',
  ']',
  '[}',
  '{]',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1,,2]',
  '{"a"}',
  '{"a":}',
  '{"a" 1}',
  '{"a":1,}',
  '{,"a":1}',
  '{"a":1 "b":2}',
  '{"a":1]',
  '[1}',
  '{a:1}',
  '{1:2}',
  '{"a":1,b:2}',
  '{"a":1;"b":2}',
  '["a":1]',
  '1 2',
  '"a" "b"',
  '{} {}',
  '/**/1',
  '\u000b1',
  '\u00a01',
  '\u0000',
];

describe('JSON in the kernel', () => {
  it.each(VALID)('takes %j', (text) => {
    expect(isJson(text)).toBe(true);
    expect(isTaken(text)).toBe(true);
    expect(isTaken(` \t\r\n${text}\n `)).toBe(true);
    expect(isTaken(`[${text}]`)).toBe(true);
    expect(isTaken(`{"k": ${text} }`)).toBe(true);
  });

  it.each(INVALID)('refuses %j', (text) => {
    expect(isJson(text)).toBe(false);
    expect(isTaken(text)).toBe(false);
    expect(isTaken(`{"k":${text === '' ? ' ' : text}}`)).toBe(false);
    expect(isTaken(`["k",${text === '' ? ' ' : text}]`)).toBe(false);
  });

  it.each(VALID)('takes a record with %j for a field, whichever', (text) => {
    for (const field of ['userIdentity', 'eventTime', 'eventName', 'requestParameters', 'resources']) {
      expect(reading(`{"Records":[{"${field}":${text}},{"${field}" : ${text} }]}`).records).toBe(2);
    }
  });

  it('refuses a text below a depth that no record has', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}0${']'.repeat(depth)}`;
    expect(isTaken(nested(256))).toBe(true);
    expect(isTaken(nested(257))).toBe(false);
    expect(isTaken(`${'{"a":'.repeat(256)}0${'}'.repeat(256)}`)).toBe(true);
    expect(isTaken(`${'{"a":'.repeat(257)}0${'}'.repeat(257)}`)).toBe(false);
  });

  it('takes bytes that are no UTF-8 in strings, where decoding replaces them, and nowhere else', () => {
    const file = (before: string, odd: readonly number[], behind: string) => {
      const encoder = new TextEncoder();
      return Uint8Array.from([...encoder.encode(before), ...odd, ...encoder.encode(behind)]);
    };
    for (const odd of [[0x80], [0xff, 0xfe], [0xe2, 0x82], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
      const inText = file('{"Records":[{"x":"', odd, '"}]}');
      expect(isJson(new TextDecoder().decode(inText))).toBe(true);
      expect(reading(inText).records).toBe(1);
      expect(reading(file('{"Records":[{', odd, '"x":1}]}')).records).toBe(-1);
    }
  });

  it.each(['{"Records":[]}', ' { "Records" : [ ] } ', '{"Records":[{}]}', '\n{"Records":\t[ {} , { } ]\r}\n'])(
    'takes the file %j',
    (text) => {
      expect(reading(text).records).toBe(text.split('{').length - 2);
    },
  );

  it.each([
    '',
    ' ',
    'null',
    '[]',
    '{}',
    '{"Records":{}}',
    '{"Records":[{}]',
    '{"Records":[{}}',
    '{"Records":[{},]}',
    '{"Records":[{}] x}',
    '{"Records":[{}]}}',
    '{"Records":[{}],"more":1}',
    '{"more":1,"Records":[{}]}',
    '{"Records":[],"Records":[]}',
    '{"Recor\\u0064s":[{}]}',
    '{"records":[{}]}',
    '{"Records":[1]}',
    '{"Records":[{},null]}',
    '{"Records":[[]]}',
    '\ufeff{"Records":[{}]}',
    '{"Records":[{}]}\u0000',
    '{"Records":[{}]}{"Records":[{}]}',
  ])('leaves the file %j to others', (text) => {
    expect(reading(text).records).toBe(-1);
  });

  it('takes and refuses what JSON.parse takes and refuses', () => {
    const noise = fc.constantFrom(...'{}[]",:\\ 0159-+.eEtrufalsn\n\u0001x');
    const edit = fc.tuple(fc.nat(200), fc.constantFrom('insert', 'delete', 'replace'), noise);
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(2), fc.array(edit, { maxLength: 2 }), (json, space, edits) => {
        let text = space === 0 ? json : JSON.stringify(JSON.parse(json), null, space);
        for (const [where, how, character] of edits) {
          const at = where % (text.length + 1);
          text = text.slice(0, at) + (how === 'delete' ? '' : character) + text.slice(how === 'insert' ? at : at + 1);
        }
        expect({ text, isTaken: isTaken(text) }).toEqual({ text, isTaken: isJson(text) });
      }),
      { numRuns: 1_500 },
    );
  });
});
