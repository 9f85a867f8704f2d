import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSamples, SAMPLE_SIZE, sampleAt } from '../../src/evidence/sample.ts';

const texts = fc.array(fc.string({ maxLength: 2, unit: fc.constantFrom('a', 'b', 'é', '\u{1F512}', 'Z') }), {
  maxLength: 2 * SAMPLE_SIZE,
});

test('a sample is the first texts in code-unit order, and says whether there were more', () => {
  fc.assert(
    fc.property(texts, texts, fc.boolean(), (first, second, cut) => {
      const all = [...new Set([...first, ...second])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const sample = mergeSamples(sampleAt(1, first), sampleAt(2, second, cut));
      const items = all.slice(0, SAMPLE_SIZE);
      const since = items.map((item) => (first.includes(item) ? 1 : 2));
      expect(sample).toEqual({ items, since, cut: cut || all.length > SAMPLE_SIZE });
      expect(mergeSamples(sampleAt(2, second, cut), sampleAt(1, first))).toEqual(sample);
    }),
  );
});

test('a sample to which nothing new comes stays the very same', () => {
  const sample = sampleAt(1, ['b', 'a']);
  expect(mergeSamples(sample, sampleAt(1, ['a']))).toBe(sample);
  expect(mergeSamples(sample, sampleAt(2, ['a']))).toBe(sample);
  expect(mergeSamples(sample, sampleAt(1, ['a'], true))).toEqual({ items: ['a', 'b'], since: [1, 1], cut: true });
});
