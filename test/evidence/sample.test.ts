import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_SAMPLE, mergeSamples, SAMPLE_SIZE } from '../../src/evidence/sample.ts';

const texts = fc.array(fc.string({ maxLength: 2, unit: fc.constantFrom('a', 'b', 'é', '\u{1F512}', 'Z') }), {
  maxLength: 2 * SAMPLE_SIZE,
});

test('a sample is the first texts in code-unit order, and says whether there were more', () => {
  fc.assert(
    fc.property(texts, texts, fc.boolean(), (first, second, cut) => {
      const all = [...new Set([...first, ...second])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const sample = mergeSamples(mergeSamples(EMPTY_SAMPLE, { items: first, cut: false }), { items: second, cut });
      expect(sample).toEqual({ items: all.slice(0, SAMPLE_SIZE), cut: cut || all.length > SAMPLE_SIZE });
    }),
  );
});

test('a sample to which nothing new comes stays the very same', () => {
  const sample = mergeSamples(EMPTY_SAMPLE, { items: ['b', 'a'], cut: false });
  expect(mergeSamples(sample, { items: ['a'], cut: false })).toBe(sample);
  expect(mergeSamples(sample, { items: ['a'], cut: true })).toEqual({ items: ['a', 'b'], cut: true });
});
