import { describe, expect, test } from 'vitest';
import { parseJsonDocument } from '../../src/iam/json-document.ts';

describe('parseJsonDocument() reads', () => {
  test.each<[string, string, unknown]>([
    ['plain text', '{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    ['white space around it', ' \n{"a":1}\t', { a: 1 }],
    ['a byte order mark, then white space', '\uFEFF {"a":1}', { a: 1 }],
    ['percent-encoding', '%7B%22a%22%3A%22%C3%BC%22%7D', { a: 'ü' }],
    ['percent-encoding with a byte order mark inside', '%EF%BB%BF%7B%22a%22%3A1%7D', { a: 1 }],
    ['a percent sign within', '{"a":"50%"}', { a: '50%' }],
    ['a key again in another object', '{"a":{"a":{"a":1}},"b":{"a":2}}', { a: { a: { a: 1 } }, b: { a: 2 } }],
    [
      'a key again behind an inner object',
      '[{"a":{"b":1}},{"a":[{"b":1},{"b":2}]}]',
      [{ a: { b: 1 } }, { a: [{ b: 1 }, { b: 2 }] }],
    ],
    ['a key that is also a value', '{"a":"a","b":"a","c":["a","a"]}', { a: 'a', b: 'a', c: ['a', 'a'] }],
    [
      'quotes, braces and colons in strings',
      '{"a\\"":"{\\"a\\":","a":"}","\\\\":"\\\\","b":"]:"}',
      { 'a"': '{"a":', a: '}', '\\': '\\', b: ']:' },
    ],
    ['a string beside colons', '["a",":"]', ['a', ':']],
    ['a lone string', '"a"', 'a'],
  ])('%s', (_, text, value) => {
    expect(parseJsonDocument(text)).toEqual({ ok: true, value });
  });
});

describe('parseJsonDocument() refuses', () => {
  test.each([
    ['nothing', '', 'the document is empty'],
    ['white space', ' \n', 'the document is empty'],
    [
      'broken percent-encoding',
      '%7B%zz',
      'the document looks URL-encoded, but has a % that is not followed by two hexadecimal digits of UTF-8',
    ],
    ['a byte order mark in the middle', '{"a":\uFEFF1}', 'the document is not JSON: '],
    ['cut text', '{"a":', 'the document is not JSON: '],
    ['a key twice', '{"a":1,"a":1}', 'the key "a" stands twice in the same object'],
    ['a key twice around white space', '{"a"\r\n\t :1, "a" \n:1}', 'the key "a" stands twice in the same object'],
    [
      'a key twice with objects between',
      '{"a":{"b":[{}]},"c":[{"x":1}],"a":1}',
      'the key "a" stands twice in the same object',
    ],
    ['a key twice within an array', '[[{"b":1,"b":2}]]', 'the key "b" stands twice in the same object'],
    [
      'a key twice behind an escaped quote',
      '{"x\\"":1,"b":2,"x\\"":3}',
      'the key "x"" stands twice in the same object',
    ],
    ['a key twice in disguise', '{"a":1,"\\u0061":2}', 'the key "a" stands twice in the same object'],
    [
      'a key twice behind strings that hold brackets',
      '{"a":"}]","a":1}',
      'the key "a" stands twice in the same object',
    ],
  ])('%s', (_, text, problem) => {
    const read = parseJsonDocument(text);
    expect(read.ok ? 'read' : read.problem).toContain(problem);
  });
});
