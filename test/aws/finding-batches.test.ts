import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchFindings } from '../../src/aws/security-hub/finding-batches.ts';

describe('batchFindings', () => {
  test('loses, doubles and reorders nothing, and keeps every limit', () => {
    const finding = fc.integer({ min: 1, max: 300_000 }).map((size) => ({ text: 'x'.repeat(size) }));
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 250, size: 'max' }), (findings) => {
        const { batches, oversized } = batchFindings(findings);
        const kept = findings.filter((one) => !oversized.some((big) => big.finding === one));
        expect(batches.flat()).toEqual(kept);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(100);
          expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(6_000_000);
        }
        for (const { finding: big, bytes } of oversized) {
          expect(bytes).toBe(Buffer.byteLength(JSON.stringify(big)));
          expect(bytes).toBeGreaterThan(240 * 1024);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('counts bytes, not characters', () => {
    const { oversized } = batchFindings([{ text: 'é'.repeat(130_000) }]);
    expect(oversized).toHaveLength(1);
  });

  test('makes no batch of nothing', () => {
    expect(batchFindings([])).toEqual({ batches: [], oversized: [] });
  });
});
