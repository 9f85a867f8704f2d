import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { coverageMap, joinCoverage, readOn } from '../../src/evidence/coverage-map.ts';
import {
  type EvidencePart,
  evidenceByWeek,
  evidenceSince,
  joinEvidence,
  NO_EVIDENCE,
} from '../../src/evidence/evidence-part.ts';
import { contains } from '../../src/evidence/intervals.ts';
import { callsOf } from '../../src/evidence/role-activity.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { type DocumentForm, decodeDocument, encodeDocument } from '../../src/ledger/document-form.ts';
import { EMPTY_LEDGER, LEDGER_MEMORY_MS, mergeLedgers, pruneLedger } from '../../src/ledger/ledger.ts';
import { EVIDENCE_FORM, LEDGER_FORM, NOTIFICATION_FORM, RUN_MARKER_FORM } from '../../src/ledger/ledger-form.ts';
import { joinNotificationLogs, pruneNotificationLog } from '../../src/ledger/notification-log.ts';
import { joinRunMarkers, pruneRunMarkers } from '../../src/ledger/run-marker.ts';
import {
  coverage,
  evidence,
  evidenceOf,
  ledger,
  notifications,
  observation,
  runMarkers,
} from '../ledger/arbitrary-ledger.ts';
import { ACCOUNT, catalog, NOW, ROLE_ID } from '../ledger/seen.ts';

/** A value that runs store, and the laws that hold for it. */
interface Stored<T> {
  readonly any: fc.Arbitrary<T>;
  readonly form: DocumentForm<T>;
  readonly empty: T;
  readonly merge: (a: T, b: T) => T;
  readonly prune: (value: T, now: number) => T;
}

function lawsOf<T>(name: string, { any, form, empty, merge, prune }: Stored<T>): void {
  const textOf = (value: T) => encodeDocument(form, ACCOUNT, value);
  describe(`merging ${name}`, () => {
    it('does not depend on which comes first', () => {
      fc.assert(
        fc.property(any, any, (a, b) => {
          expect(textOf(merge(a, b))).toBe(textOf(merge(b, a)));
        }),
      );
    });

    it('does not depend on which are merged first', () => {
      fc.assert(
        fc.property(any, any, any, (a, b, c) => {
          expect(textOf(merge(merge(a, b), c))).toBe(textOf(merge(a, merge(b, c))));
        }),
      );
    });

    it('adds nothing when what is merged is known', () => {
      fc.assert(
        fc.property(any, any, (a, b) => {
          const both = merge(a, b);
          expect(textOf(merge(both, a))).toBe(textOf(both));
          expect(textOf(merge(a, a))).toBe(textOf(a));
          expect(textOf(merge(a, empty))).toBe(textOf(a));
        }),
      );
    });
  });

  describe(`the text of ${name}`, () => {
    it('says all that is known', () => {
      fc.assert(
        fc.property(any, (value) => {
          const decoded = decodeDocument(form, ACCOUNT, textOf(value));
          expect('ok' in decoded && decoded.ok && textOf(decoded.value)).toBe(textOf(value));
        }),
      );
    });

    it('is never read when it was cut off', () => {
      fc.assert(
        fc.property(any, fc.double({ min: 0, max: 0.999, noNaN: true }), (value, part) => {
          const text = textOf(value);
          const decoded = decodeDocument(form, ACCOUNT, text.slice(0, Math.floor(text.length * part)));
          expect('ok' in decoded && decoded.ok).toBe(false);
        }),
      );
    });
  });

  it(`forgets the same of ${name} twice`, () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 380, max: 430 }), (value, days) => {
        const pruned = prune(value, NOW + days * DAY_MS);
        expect(textOf(prune(pruned, NOW + days * DAY_MS))).toBe(textOf(pruned));
      }),
    );
  });
}

lawsOf('the ledger', {
  any: ledger,
  form: LEDGER_FORM,
  empty: EMPTY_LEDGER,
  merge: mergeLedgers,
  prune: pruneLedger,
});
lawsOf('notifications', {
  any: notifications,
  form: NOTIFICATION_FORM,
  empty: new Map(),
  merge: joinNotificationLogs,
  prune: pruneNotificationLog,
});

lawsOf('the markers of runs', {
  any: runMarkers,
  form: RUN_MARKER_FORM,
  empty: new Map(),
  merge: joinRunMarkers,
  prune: pruneRunMarkers,
});

lawsOf('evidence', {
  any: evidence,
  form: EVIDENCE_FORM,
  empty: NO_EVIDENCE,
  merge: joinEvidence,
  prune: (value, now) => evidenceSince(value, now - LEDGER_MEMORY_MS),
});

describe('evidence', () => {
  it('is never kept as watched without what was seen in it', () => {
    fc.assert(
      fc.property(evidence, fc.integer({ min: 380, max: 430 }), (value, days) => {
        const pruned = evidenceSince(value, NOW + days * DAY_MS - LEDGER_MEMORY_MS);
        for (const [key, role] of value.roles) {
          for (const { key: call, last } of callsOf(role)) {
            const watched = [...pruned.coverage.values()].some(({ management }) => contains(management, last));
            if (!watched) continue;
            const kept = pruned.roles.get(key);
            expect(kept && [...callsOf(kept)].find((each) => each.key === call)?.last).toBe(last);
          }
        }
      }),
    );
  });

  it('proves the same however its events are spread over runs', () => {
    const role = { accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID };
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 30 }), fc.nat(30), (events, cut) => {
        const once = usageTable(catalog);
        for (const event of events) once.receiverFor('lookup').observe(event);
        const second = usageTable(catalog);
        for (const event of events.slice(cut)) second.receiverFor('lookup').observe(event);
        second.addEarlier([evidenceOf(events.slice(0, cut))], 0);
        const actionsOf = (table: typeof once) => {
          const { used, denied, servicesWithUnknownEvents, lastSeen } = table.usageOf(role);
          return [[...used.keys()].sort(), [...denied.keys()].sort(), servicesWithUnknownEvents, lastSeen];
        };
        expect(actionsOf(second)).toEqual(actionsOf(once));
      }),
    );
  });
});

describe('evidence counted by weeks', () => {
  const role = { accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID };
  const usageOf = (...parts: readonly EvidencePart[]) => {
    const table = usageTable(catalog);
    table.addEarlier(parts, 0);
    return table.usageOf(role);
  };
  const text = (value: EvidencePart) => encodeDocument(EVIDENCE_FORM, ACCOUNT, value);
  const uncounted = (value: EvidencePart) => text(value).replace(/"counts":\[[^\]]*\]/, '');

  it('is of the same use, to the last count and moment, with or without what it was made of', () => {
    fc.assert(
      fc.property(evidence, (value) => {
        const weeks = evidenceByWeek(value);
        expect(usageOf(weeks)).toEqual(usageOf(value));
        expect(usageOf(weeks, value)).toEqual(usageOf(value));
        expect(text(evidenceByWeek(weeks))).toBe(text(weeks));
      }),
    );
  });

  it('never claims to have watched more, or less', () => {
    fc.assert(
      fc.property(evidence, evidence, (a, b) => {
        const { coverage, reads } = joinEvidence(evidenceByWeek(a), b);
        expect({ coverage, reads }).toEqual({
          coverage: joinEvidence(a, b).coverage,
          reads: joinEvidence(a, b).reads,
        });
      }),
    );
  });

  it('comes to the same, counts aside, whichever of two runs counted by weeks first', () => {
    fc.assert(
      fc.property(evidence, evidence, (a, b) => {
        const together = uncounted(evidenceByWeek(joinEvidence(a, b)));
        expect(uncounted(evidenceByWeek(joinEvidence(evidenceByWeek(a), b)))).toBe(together);
        expect(uncounted(evidenceByWeek(joinEvidence(a, evidenceByWeek(b))))).toBe(together);
      }),
    );
  });

  it('counts no fewer events than either of two runs, and no more than both', () => {
    const counted = (...parts: readonly EvidencePart[]) =>
      new Map([...usageOf(...parts).used].map(([action, { countBySource }]) => [action, countBySource.lookup ?? 0]));
    fc.assert(
      fc.property(evidence, evidence, (a, b) => {
        const both = counted(evidenceByWeek(a), b);
        for (const one of [a, b]) {
          for (const [action, count] of counted(one)) expect(both.get(action) ?? 0).toBeGreaterThanOrEqual(count);
        }
        for (const [action, count] of both) {
          expect(count).toBeLessThanOrEqual((counted(a).get(action) ?? 0) + (counted(b).get(action) ?? 0));
        }
      }),
    );
  });

  it('keeps of each week when a revision began to run, and that it ran', () => {
    fc.assert(
      fc.property(evidence, ({ taskStarts, ...rest }) => {
        const weeks = evidenceByWeek({ ...rest, taskStarts }).taskStarts;
        expect([...weeks].map(([key, buckets]) => [key, buckets[0], buckets.at(-1)])).toEqual(
          [...taskStarts].map(([key, buckets]) => [key, buckets[0], buckets.at(-1)]),
        );
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
