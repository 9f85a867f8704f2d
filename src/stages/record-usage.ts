import { DAY_MS } from '../base/time.ts';
import { outstandingSince, outstandingText } from '../cloudtrail/trail-settings/outstanding.ts';
import { settingsFingerprint } from '../cloudtrail/trail-settings/settings-fingerprint.ts';
import type { Coverage, SourceName } from '../evidence/coverage.ts';
import type { TrailKnowledge } from '../evidence/coverage-by-settings.ts';
import type { ReadPart, UsageReceiver, UsageRequest } from '../evidence/usage.ts';
import type { UsageTable } from '../evidence/usage-table.ts';
import { evidenceRecorder } from '../ledger/evidence-recorder.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import { recallEvidence } from '../ledger/load-evidence.ts';
import { unbrokenRow } from '../ledger/settings-history.ts';
import { coverageMap, coverageWithin, joinCoverage, readOn, readsMap, readsWithin } from '../ledger/stored-coverage.ts';
import { settledUntil } from '../ledger/time-bucket.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** The ledger's part in the reading of usage. */
export interface UsageMemory {
  /** What earlier runs read of the window. */
  readonly known: ReadPart;
  /** Notes what a source hands over, and keeps it now and then when the source has finished a slice. */
  receiverFor(source: SourceName, onward: UsageReceiver): UsageReceiver;
  /** Keeps what all sources read, and puts what earlier runs saw into the table. */
  finish(table: UsageTable, read: ReadPart): Promise<void>;
}

/** Ties what is seen to the ledger: periods are only ever kept together with everything that was seen in them. */
export function rememberUsage(ledger: RunLedger, { from, to }: UsageRequest): UsageMemory {
  const recorder = evidenceRecorder();
  ledger.follow(() => recorder.seen());
  // What is younger is read again by the next run: late events may still come.
  const settled = { from: Number.NEGATIVE_INFINITY, to: settledUntil(to) };
  const note = ({ coverage, recordsRead }: ReadPart): void => {
    recorder.covered(
      [...coverageWithin(coverageMap(coverage), settled).values()],
      [...readsWithin(readsMap(recordsRead), settled).values()],
    );
  };
  return {
    known: {
      coverage: [...coverageWithin(ledger.known.coverage, { from, to }).values()],
      recordsRead: [...readsWithin(ledger.known.reads, { from, to }).values()],
    },
    receiverFor: (source, onward) => ({
      ...recorder.receiverFor(source, onward),
      async sliceRead(part) {
        note(part);
        await ledger.commitThrottled();
      },
    }),
    async finish(table, read) {
      note(read);
      await ledger.commit();
      recallEvidence(table, ledger.known, recorder.seen(), from);
    },
  };
}

/** What this run read, and what earlier ones did before it without a break in the source. */
export function joinedCoverage(now: readonly Coverage[], known: readonly Coverage[]): readonly Coverage[] {
  if (known.length === 0) return now;
  const current = coverageMap(now);
  return [...joinCoverage(current, readOn(coverageMap(known), current)).values()];
}

/** Runs that are made weekly still follow each other. */
const FOREIGN_APART_MS = 8 * DAY_MS;

/** Says of each trail since when runs have read the very same settings, and leaves tonight's to the next run. */
export function rememberTrails(trails: readonly TrailKnowledge[], ledger: RunLedger): readonly TrailKnowledge[] {
  const { sightings } = ledger.known;
  const tonight = trails.flatMap(({ trail, past: { readAt } }): [string, ReadonlyMap<number, string>][] => [
    [trail.arn, new Map([[readAt, settingsFingerprint(trail)]])],
    [deliveryOf(trail), new Map([[readAt, outstandingText(trail)]])],
  ]);
  ledger.note({ ...EMPTY_LEDGER, sightings: new Map(tonight) });
  return trails.map(({ trail, past }) => {
    // Nobody sees what happens to another account's trail between two runs: they must follow each other closely.
    const closely = past.foreign ? { until: past.readAt, apart: FOREIGN_APART_MS } : undefined;
    const row = unbrokenRow(sightings.get(trail.arn), settingsFingerprint(trail), past.history?.read.to, closely);
    const outstanding = outstandingSince(sightings.get(deliveryOf(trail)), past.readAt);
    return { trail, past: { ...past, ...(row && { remembered: row }), ...(outstanding && { outstanding }) } };
  });
}

function deliveryOf({ arn }: TrailKnowledge['trail']): string {
  return `delivery ${arn}`;
}
