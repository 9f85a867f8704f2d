import { defined } from '../base/defined.ts';
import { DAY_MS, type EpochMs } from '../base/time.ts';
import { earlierSettings } from '../cloudtrail/trail-settings/earlier-settings.ts';
import { outstandingSince, outstandingText } from '../cloudtrail/trail-settings/outstanding.ts';
import { settingsFingerprint } from '../cloudtrail/trail-settings/settings-fingerprint.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { TrailKnowledge } from '../evidence/coverage-by-settings.ts';
import {
  coverageMap,
  coverageWithin,
  joinCoverage,
  joinReads,
  readOn,
  readsMap,
  readsWithin,
} from '../evidence/coverage-map.ts';
import { NO_EVIDENCE } from '../evidence/evidence-part.ts';
import type { RefusedFiles } from '../evidence/refused-files.ts';
import type { SourceName } from '../evidence/source-name.ts';
import { settledUntil } from '../evidence/time-bucket.ts';
import type { ReadPart, UsageReceiver, UsageRequest } from '../evidence/usage.ts';
import type { UsageTable } from '../evidence/usage-table.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import { currentStreak, lastDifferent } from '../ledger/settings-history.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** The ledger's part in the reading of usage. */
export interface UsageRecording {
  /** What earlier runs read of the window. */
  readonly known: ReadPart;
  /** Where a source hands over what it reads; what it has read wholly is stored now and then. */
  receiverFor(source: SourceName): UsageReceiver;
  /** Stores what all sources read, and puts what earlier runs saw into the table. */
  finish(read: ReadPart): Promise<void>;
}

/** Ties what is seen to the ledger: periods are only ever stored together with everything that was seen in them. */
export function recordUsage(table: UsageTable, ledger: RunLedger, { from, to }: UsageRequest): UsageRecording {
  const { recorder } = table;
  ledger.follow(() => recorder.parts());
  // What is younger is read again by the next run: late events may still come.
  const settled = { from: Number.NEGATIVE_INFINITY, to: settledUntil(to) };
  const record = ({ coverage, recordsRead }: ReadPart): void => {
    recorder.covered(
      [...coverageWithin(coverageMap(coverage), settled).values()],
      [...readsWithin(readsMap(recordsRead), settled).values()],
    );
  };
  const parts = ledger.evidence;
  const coverage = parts.map((part) => part.coverage).reduce(joinCoverage, NO_EVIDENCE.coverage);
  const reads = parts.map((part) => part.reads).reduce(joinReads, NO_EVIDENCE.reads);
  return {
    known: {
      coverage: [...coverageWithin(coverage, { from, to }).values()],
      recordsRead: [...readsWithin(reads, { from, to }).values()],
    },
    receiverFor: (source) => ({
      ...table.receiverFor(source),
      async partRead(part) {
        record(part);
        await ledger.commitThrottled();
      },
    }),
    async finish(read) {
      record(read);
      await ledger.commit();
      table.addEarlier(parts, from);
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
export function recordTrails(trails: readonly TrailKnowledge[], ledger: RunLedger): readonly TrailKnowledge[] {
  const { settings } = ledger.known;
  const tonight = trails.flatMap(({ trail, past: { readAt } }): [string, ReadonlyMap<number, string>][] => [
    [trail.arn, new Map([[readAt, settingsFingerprint(trail)]])],
    [deliveryOf(trail), new Map([[readAt, outstandingText(trail)]])],
  ]);
  ledger.note({ ...EMPTY_LEDGER, settings: new Map(tonight) });
  return trails.map(({ trail, past }) => {
    // Nobody sees what happens to another account's trail between two runs: they must follow each other closely.
    const closely = past.foreign ? { until: past.readAt, apart: FOREIGN_APART_MS } : undefined;
    const fingerprint = settingsFingerprint(trail);
    const streak = currentStreak(settings.get(trail.arn), fingerprint, past.history?.read.to, closely);
    const differed = lastDifferent(settings.get(trail.arn), fingerprint);
    const outstanding = outstandingSince(settings.get(deliveryOf(trail)), past.readAt);
    const earlier = earlierSettings(trail, past, settings.get(trail.arn));
    const learned = defined({ remembered: streak, differed, outstanding, ...(earlier.length > 0 && { earlier }) });
    return { trail, past: { ...past, ...learned } };
  });
}

function deliveryOf({ arn }: TrailKnowledge['trail']): string {
  return `delivery ${arn}`;
}

/** Under what a ledger remembers at which role the reading of last-accessed data ended. */
const TURN = 'last-accessed turn';

/** The ARN of the role at which the turn of the last run ended, as far as the ledger knows. */
export function lastTurn({ known }: RunLedger): string | undefined {
  return [...(known.settings.get(TURN) ?? [])].toSorted(([a], [b]) => a - b).at(-1)?.[1];
}

/** Leaves to the next run at which role this one's turn ended. */
export function recordTurn(turnEndedAt: string | undefined, at: EpochMs, ledger: RunLedger): void {
  if (turnEndedAt === undefined) return;
  ledger.note({ ...EMPTY_LEDGER, settings: new Map([[TURN, new Map([[at, turnEndedAt]])]]) });
}

/** Under what a ledger remembers a trail file that is too large. */
const REFUSED = 'refused ';
/** Trail files that are remembered: others are inflated each night. */
const MOST_REFUSED = 2_000;

/** The trail files that earlier runs found to be too large. */
export function refusedBefore({ known }: RunLedger): RefusedFiles {
  return new Map(
    [...known.settings].flatMap(([key, seen]): [string, number][] => {
      if (!key.startsWith(REFUSED)) return [];
      return [[key.slice(REFUSED.length), Math.max(0, ...[...seen.values()].map(Number).filter(Number.isFinite))]];
    }),
  );
}

/** Leaves to the next run which trail files are too large. */
export function recordRefused(refused: RefusedFiles, at: EpochMs, ledger: RunLedger): void {
  const left = Math.max(0, MOST_REFUSED - refusedBefore(ledger).size);
  const noted = [...refused].slice(0, left);
  const settings = new Map(noted.map(([key, bytes]) => [REFUSED + key, new Map([[at, String(bytes)]])]));
  ledger.note({ ...EMPTY_LEDGER, settings });
}
