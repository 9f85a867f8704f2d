import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { contains } from '../../src/evidence/intervals.ts';
import { decodeDocument, encodeDocument } from '../../src/ledger/document-form.ts';
import { EMPTY_LEDGER, mergeLedgers, pruneLedger } from '../../src/ledger/ledger.ts';
import { LEDGER_FORM } from '../../src/ledger/ledger-form.ts';
import { coverageMap, joinCoverage, readOn } from '../../src/ledger/stored-coverage.ts';
import { coverage, ledger, ledgerOf, observation, textOf } from '../ledger/arbitrary-ledger.ts';
import { ACCOUNT, NOW } from '../ledger/seen.ts';

describe('merging ledgers', () => {
  it('does not depend on which comes first', () => {
    fc.assert(fc.property(ledger, ledger, (a, b) => textOf(mergeLedgers(a, b)) === textOf(mergeLedgers(b, a))));
  });

  it('does not depend on which are merged first', () => {
    fc.assert(
      fc.property(ledger, ledger, ledger, (a, b, c) => {
        expect(textOf(mergeLedgers(mergeLedgers(a, b), c))).toBe(textOf(mergeLedgers(a, mergeLedgers(b, c))));
      }),
    );
  });

  it('adds nothing when what is merged is known', () => {
    fc.assert(
      fc.property(ledger, ledger, (a, b) => {
        const both = mergeLedgers(a, b);
        expect(textOf(mergeLedgers(both, a))).toBe(textOf(both));
        expect(textOf(mergeLedgers(a, a))).toBe(textOf(a));
        expect(textOf(mergeLedgers(a, EMPTY_LEDGER))).toBe(textOf(a));
      }),
    );
  });

  it('comes to the same whether a run saw all events, or two runs saw slices of them in any order, and some twice', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 20 }), fc.integer({ min: 0, max: 20 }), (events, days) => {
        const isNew = (at: number) => at >= NOW - days * DAY_MS;
        const newer = ledgerOf(events.filter(({ at }) => isNew(at)));
        const older = ledgerOf(events.filter(({ at }) => !isNew(at)));
        expect(textOf(mergeLedgers(mergeLedgers(newer, older), newer))).toBe(textOf(ledgerOf(events)));
      }),
    );
  });
});

describe('keeping ledgers', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(ledger, (value) => {
        const text = textOf(value);
        const decoded = decodeDocument(LEDGER_FORM, ACCOUNT, text);
        if (!('ok' in decoded) || !decoded.ok) throw new Error(JSON.stringify(decoded));
        expect(encodeDocument(LEDGER_FORM, ACCOUNT, decoded.value)).toBe(text);
        expect(decoded.value).toEqual(value);
      }),
    );
  });

  it('never reads a text that was cut off', () => {
    fc.assert(
      fc.property(ledger, fc.double({ min: 0, max: 0.999, noNaN: true }), (value, part) => {
        const text = textOf(value);
        const decoded = decodeDocument(LEDGER_FORM, ACCOUNT, text.slice(0, Math.floor(text.length * part)));
        expect('ok' in decoded && decoded.ok).toBe(false);
      }),
    );
  });
});

describe('forgetting', () => {
  it('forgets the same twice', () => {
    fc.assert(
      fc.property(ledger, fc.integer({ min: 380, max: 430 }), (value, days) => {
        const pruned = pruneLedger(value, NOW + days * DAY_MS);
        expect(textOf(pruneLedger(pruned, NOW + days * DAY_MS))).toBe(textOf(pruned));
      }),
    );
  });

  it('never keeps a period as watched without what was seen in it', () => {
    fc.assert(
      fc.property(ledger, fc.integer({ min: 380, max: 430 }), (value, days) => {
        const pruned = pruneLedger(value, NOW + days * DAY_MS);
        for (const [key, role] of value.roles) {
          for (const [action, usage] of role.used) {
            const watched = [...pruned.coverage.values()].some(({ management }) => contains(management, usage.last));
            if (watched) expect(pruned.roles.get(key)?.used.get(action)?.last).toBe(usage.last);
          }
        }
      }),
    );
  });
});

describe('coverage of earlier runs', () => {
  it('counts only where a run has read on from it', () => {
    fc.assert(
      fc.property(coverage, coverage, (before, now) => {
        const current = coverageMap([now]);
        for (const [key, kept] of readOn(coverageMap([before]), current)) {
          const mine = current.get(key);
          if (kept.management.length > 0) {
            expect(mine?.management.at(-1)?.to).toBeGreaterThan(kept.management.at(-1)?.to ?? 0);
          }
          for (const [type, ranges] of Object.entries(kept.dataEvents)) {
            if (ranges.length > 0) expect(mine?.dataEvents[type]?.at(-1)?.to).toBeGreaterThan(ranges.at(-1)?.to ?? 0);
          }
        }
      }),
    );
  });

  it('joins to the same periods however it is cut into parts', () => {
    fc.assert(
      fc.property(fc.array(coverage, { maxLength: 4 }), (parts) => {
        const oneByOne = parts.reduceRight(
          (joined, part) => joinCoverage(coverageMap([part]), joined),
          coverageMap([]),
        );
        expect(new Map(oneByOne)).toEqual(new Map(coverageMap(parts)));
      }),
    );
  });
});
