import { expect, test, vi } from 'vitest';
import { memoize, memoizeWeakly } from '../../src/base/memoize.ts';

interface Key {
  readonly name: string;
}

test.each<readonly [string, (compute: (key: Key) => string) => (key: Key) => string]>([
  ['memoize', memoize],
  ['memoizeWeakly', memoizeWeakly],
])('%s computes once for each argument', (_, wrap) => {
  const compute = vi.fn((key: Key) => key.name);
  const remembered = wrap(compute);
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  expect([remembered(a), remembered(b), remembered(a)]).toEqual(['a', 'b', 'a']);
  expect(compute).toHaveBeenCalledTimes(2);
});

test('a result that is undefined is kept, too', () => {
  const compute = vi.fn(() => undefined);
  const remembered = memoize(compute);
  remembered('a');
  remembered('a');
  expect(compute).toHaveBeenCalledTimes(1);
});
