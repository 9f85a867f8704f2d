import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MALFORMED, skipSpace, skipString, skipValue } from '../../src/cloudtrail/scan/json-bytes.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether one value, with space around it, is all of the text. */
function isOneValue(text: string): boolean {
  const bytes = bytesOf(text);
  const end = skipValue(bytes, skipSpace(bytes, 0));
  return end !== MALFORMED && skipSpace(bytes, end) === bytes.length;
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
  'true',
  'false',
  'null',
  '""',
  '"a b"',
  '"é€𝄞"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00aF\\uD834"',
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
  'nul',
  'nulL',
  'True',
  'x',
  '"',
  '"a',
  '"\\"',
  '"\\x"',
  '"\\u12"',
  '"\\u12g4"',
  '"\\u12`4"',
  '"\\u12:4"',
  '"\\u12/4"',
  '"\u0007"',
  '"a\nb"',
  '"a\u001f"',
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
  '{"a":1 "b":2}',
  '{"a":1]',
  '[1}',
  '{a:1}',
  '{1:2}',
  '{"a":1,b:2}',
  '{"a":1;"b":2}',
  '["a":1]',
  '1 2',
  '{} {}',
  '\u000b1',
  '\u00a01',
];

describe('the bytes of JSON', () => {
  it.each(VALID)('one value: %j', (text) => {
    expect(isJson(text)).toBe(true);
    expect(isOneValue(text)).toBe(true);
    expect(isOneValue(` \t\r\n${text}\n `)).toBe(true);
    expect(isOneValue(`[${text}]`)).toBe(true);
    expect(isOneValue(`{"k": ${text} }`)).toBe(true);
  });

  it.each(INVALID)('not one value: %j', (text) => {
    expect(isJson(text)).toBe(false);
    expect(isOneValue(text)).toBe(false);
    expect(isOneValue(`{"k":${text === '' ? ' ' : text}}`)).toBe(false);
  });

  it('are refused below a depth that no record has', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}0${']'.repeat(depth)}`;
    expect(isOneValue(nested(256))).toBe(true);
    expect(isOneValue(nested(257))).toBe(false);
    expect(isOneValue(`${'{"a":'.repeat(256)}0${'}'.repeat(256)}`)).toBe(true);
    expect(isOneValue(`${'{"a":'.repeat(257)}0${'}'.repeat(257)}`)).toBe(false);
  });

  it('hold a string from quote to quote', () => {
    const bytes = bytesOf('x"a\\"b"y');
    expect(skipString(bytes, 1)).toBe(7);
    expect(skipString(bytesOf('"a\\'), 0)).toBe(MALFORMED);
  });

  it('are taken and refused as JSON.parse takes and refuses them', () => {
    const noise = fc.constantFrom(...'{}[]",:\\ 0159-+.eEtrufalsn\n\u0001x');
    const edit = fc.tuple(fc.nat(200), fc.constantFrom('insert', 'delete', 'replace'), noise);
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(2), fc.array(edit, { maxLength: 2 }), (json, space, edits) => {
        let text = space === 0 ? json : JSON.stringify(JSON.parse(json), null, space);
        for (const [where, how, character] of edits) {
          const at = where % (text.length + 1);
          text = text.slice(0, at) + (how === 'delete' ? '' : character) + text.slice(how === 'insert' ? at : at + 1);
        }
        expect({ text, isOneValue: isOneValue(text) }).toEqual({ text, isOneValue: isJson(text) });
      }),
      { numRuns: 1_500 },
    );
  });
});
