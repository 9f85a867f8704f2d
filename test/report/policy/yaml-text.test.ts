import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type YamlValue, yamlLines } from '../../../src/report/policy/yaml-text.ts';

/** The plain value that a YAML reader should find. */
function plainOf(value: YamlValue): unknown {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item: { readonly value: YamlValue }) => plainOf(item.value));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner)]));
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'No',
    'null',
    '~',
    '1',
    '1e3',
    '2012-10-17',
    's3:GetObject',
    'a: b',
    '# x',
    '- x',
    '*',
    '&a',
    '',
    ' ',
    'a\u0085b\u2028c\u007f',
  ),
);

const value = fc.letrec<{ value: YamlValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
    fc.array(fc.record({ value: tie('value') }), { maxLength: 3 }),
  ),
})).value;

describe('yamlLines()', () => {
  it('is read back as it was, whatever the texts', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('A', 'B', 'C'), value, { minKeys: 1 }), (root) => {
        expect(parse(yamlLines(root).join('\n'))).toEqual(plainOf(root));
      }),
    );
  });

  it('puts comments above the items of a list', () => {
    const list = [{ comment: ['one', 'two'], value: { Sid: 'A', Effect: 'Allow' } }];
    expect(yamlLines({ Statement: list })).toEqual([
      'Statement:',
      '  # one',
      '  # two',
      '  - Sid: A',
      '    Effect: Allow',
    ]);
  });
});
