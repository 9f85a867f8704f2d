import { availableParallelism } from 'node:os';
import { availableMemory } from '../../available-memory.ts';
import { messageOf } from '../../base/attempt.ts';
import { unpacked } from '../../cloudtrail/scan/packed-evidence.ts';
import { type ContentLimits, contentLimits } from './content-limits.ts';
import type { LoadedFile, ScannedBatch } from './scan-batch.ts';
import { laneHere, laneInThread, type ScanLane } from './scan-lane.ts';
import type { LaneSettings, ScanSettings } from './scan-settings.ts';

/** Scans batches of log files, on as many threads as there are. */
export interface ScanPool {
  readonly threads: number;
  /** Files beyond these are not to be read. */
  readonly limits: ContentLimits;
  /** Waits for a thread to be free. The bytes of the files may be gone afterwards. Never rejects. */
  scan(files: readonly LoadedFile[]): Promise<ScannedBatch>;
  close(): Promise<void>;
}

/** More threads than these are hardly busy, as one thread fetches all the files, and each has a heap of its own. */
const MOST_THREADS = 4;

/**
 * Starts the threads: as many as the machine runs at once (on Lambda, what the configured memory brings), or as asked.
 * With a single one, or where no thread can be started, the work is done in this thread.
 * @param memory bytes, which decide how large a file may be
 */
export async function openScanPool(
  scanning: ScanSettings,
  threads = availableParallelism(),
  memory = availableMemory(),
): Promise<ScanPool> {
  const most = Math.min(threads, MOST_THREADS);
  const settings = { ...scanning, limits: contentLimits(memory, most) };
  const lanes = await openLanes(settings, most);
  const free = [...lanes];
  const waiting: ((lane: ScanLane) => void)[] = [];
  const take = (): Promise<ScanLane> => {
    const lane = free.pop();
    return lane === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(lane);
  };
  const giveBack = (lane: ScanLane): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  };
  return {
    threads: lanes.size,
    limits: settings.limits,
    async scan(files) {
      const lane = await take();
      try {
        const scanned = await lane.scan(files);
        giveBack(lane);
        return { ...scanned, evidence: unpacked(scanned.evidence) };
      } catch (error) {
        lanes.delete(lane);
        const fresh = (await laneInThread(settings)) ?? laneHere(settings);
        lanes.add(fresh);
        giveBack(fresh);
        return nothingOf(files, messageOf(error));
      }
    },
    async close() {
      await Promise.all([...lanes].map((lane) => lane.close()));
    },
  };
}

async function openLanes(settings: LaneSettings, threads: number): Promise<Set<ScanLane>> {
  if (threads < 2) return new Set([laneHere(settings)]);
  const started = await Promise.all(Array.from({ length: threads }, () => laneInThread(settings)));
  const lanes = new Set(started.filter((lane) => lane !== undefined));
  return lanes.size === 0 ? new Set([laneHere(settings)]) : lanes;
}

function nothingOf(files: readonly LoadedFile[], why: string): ScannedBatch {
  return {
    evidence: { observations: [], assumed: [], grantChanges: [] },
    files: files.map(({ address }) => ({ address, records: 0, unreadable: [], problem: { why, again: true } })),
  };
}
