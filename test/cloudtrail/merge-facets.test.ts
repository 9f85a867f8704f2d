import { expect, it } from 'vitest';
import { MAX_NAMES, mergeFacets, type ParameterFacets } from '../../src/cloudtrail/parameter-facets.ts';

type Named = Extract<ParameterFacets, { kind: 'named' }>;
const named = (names: readonly string[], parts: Partial<Named> = {}): Named => ({
  kind: 'named',
  names,
  values: {},
  ...parts,
});
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, place) => `${prefix}${place}`);

const ANY: ParameterFacets = { kind: 'any' };
const UNSTATED: ParameterFacets = { kind: 'unstated' };

it.each<readonly [string, ParameterFacets, ParameterFacets, ParameterFacets]>([
  ['any with any', ANY, ANY, ANY],
  ['unstated with unstated', UNSTATED, UNSTATED, UNSTATED],
  ['unstated with any', UNSTATED, ANY, ANY],
  ['any with names', ANY, named(['a']), ANY],
  ['unstated with names', UNSTATED, named(['a']), ANY],
  ['names of both, in order', named(['b', 'c']), named(['a', 'b']), named(['a', 'b', 'c'], { merged: true })],
  ['a blank call with another', named([], { blank: true }), named(['a']), named(['a'], { blank: true, merged: true })],
  [
    'as many names as are kept',
    named(numbered('a', 60)),
    named(numbered('b', 40)),
    named([...numbered('a', 60), ...numbered('b', 40)].sort(), { merged: true }),
  ],
  ['more names than are kept', named(numbered('a', 60)), named(numbered('b', MAX_NAMES - 59)), ANY],
  [
    'values of both, in order',
    named([], { values: { copySource: ['version'], roleNames: ['b'] } }),
    named([], { values: { copySource: [], roleNames: ['a', 'b'] } }),
    named([], { merged: true, values: { copySource: ['version'], roleNames: ['a', 'b'] } }),
  ],
  [
    'a value that one did not look for may be anything',
    named([], { values: { copySource: ['version'] } }),
    named([]),
    named([], { merged: true }),
  ],
  [
    'more values than are kept may be anything',
    named([], { values: { roleNames: numbered('a', 20) } }),
    named([], { values: { roleNames: numbered('b', 13) } }),
    named([], { merged: true }),
  ],
])('merges %s, whichever comes first', (_, a, b, expected) => {
  expect(mergeFacets(a, b)).toEqual(expected);
  expect(mergeFacets(b, a)).toEqual(expected);
});
