// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like template strings

import { describe, expect, test } from 'vitest';
import type { GlobPart } from '../../src/iam/glob.ts';
import { resolveVariables } from '../../src/iam/policy-variables.ts';
import { createContext } from '../../src/iam/request-context.ts';

const context = createContext({ 'aws:PrincipalTag/team': 'r*d', many: ['a', 'b'], gone: null });
const scope = { version: '2012-10-17', context } as const;

describe('resolveVariables() puts in', () => {
  test.each<[string, readonly GlobPart[], readonly string[]]>([
    ['', [], []],
    ['a*', [{ wild: 'a*' }], []],
    ['${aws:PrincipalTag/team}', [{ literal: 'r*d' }], []],
    ['a/${AWS:principaltag/TEAM}/*', [{ wild: 'a/' }, { literal: 'r*d' }, { wild: '/*' }], []],
    ["${ aws:PrincipalTag/team , 'x' }", [{ literal: 'r*d' }], []],
    ["${gone,'none'}/", [{ literal: 'none' }, { wild: '/' }], []],
    ["${gone , ''}", [{ literal: '' }], []],
    ["${gone, '*' }", [{ literal: '*' }], []],
    ['${other}', [{ wild: '*' }], ['other']],
    ["${other,'x'}", [{ wild: '*' }], ['other']],
    ['${many}-${other}', [{ wild: '*' }, { wild: '-' }, { wild: '*' }], ['many', 'other']],
    ['${*}${?}${$}', [{ literal: '*' }, { literal: '?' }, { literal: '$' }], []],
    ['a${b', [{ wild: 'a${b' }], []],
    ['a}${*', [{ wild: 'a}${*' }], []],
    ['a$b{c}', [{ wild: 'a$b{c}' }], []],
    ['${}', [{ literal: '${}' }], []],
    ['a${ }b', [{ wild: 'a' }, { literal: '${ }' }, { wild: 'b' }], []],
    ['${a b}', [{ literal: '${a b}' }], []],
    ['${gone, x}', [{ literal: '${gone, x}' }], []],
    ["${gone,'x' y}", [{ literal: "${gone,'x' y}" }], []],
  ])('%s', (text, parts, unknownKeys) => {
    expect(resolveVariables(text, scope, 'wild')).toEqual({ kind: 'pattern', parts, unknownKeys });
  });

  test('nothing where a key is absent and has no default', () => {
    expect(resolveVariables('a${gone}b', scope, 'wild')).toEqual({ kind: 'unresolvable', key: 'gone' });
  });

  test('nothing into a document of version 2008-10-17', () => {
    const parts = [{ wild: 'a/${gone}' }];
    expect(resolveVariables('a/${gone}', { ...scope, version: '2008-10-17' }, 'wild')).toEqual({
      kind: 'pattern',
      parts,
      unknownKeys: [],
    });
  });

  test('values into text whose wildcards mean themselves', () => {
    expect(resolveVariables('*${other}?', scope, 'literal')).toEqual({
      kind: 'pattern',
      parts: [{ literal: '*' }, { wild: '*' }, { literal: '?' }],
      unknownKeys: ['other'],
    });
  });
});
