import { Worker } from 'node:worker_threads';
import { messageOf } from '../../base/attempt.ts';
import { type LoadedFile, type PackedBatch, scanBatchInTurns } from './scan-batch.ts';
import { type LaneSettings, scannerFor } from './scan-settings.ts';

/** Scans one batch after another. */
export interface ScanLane {
  /** Rejects when the lane has broken down: it is of no use afterwards. */
  scan(files: readonly LoadedFile[]): Promise<PackedBatch>;
  close(): Promise<void>;
}

/** A lane in this thread. */
export function laneHere(settings: LaneSettings): ScanLane {
  const scanner = scannerFor(settings);
  return {
    scan: (files) => scanBatchInTurns(scanner, files, settings.limits.content),
    close: () => Promise.resolve(),
  };
}

/** The worker's entry lies beside this file, or beside the bundle that holds it. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './trail-worker.ts' : './trail-worker.mjs', import.meta.url);

/** Megabytes. What a scan leaves behind is short-lived: a small nursery keeps it from adding up over the threads. */
const LIMITS = { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 128 };

/** A lane in a thread of its own; `undefined` where no thread can be started. */
export function laneInThread(settings: LaneSettings): Promise<ScanLane | undefined> {
  return new Promise((resolve) => {
    // The flags that this process was started with are not the worker's business.
    const worker = new Worker(WORKER, { workerData: settings, execArgv: [], name: 'trail', resourceLimits: LIMITS });
    const failed = () => resolve(undefined);
    worker.once('error', failed).once('exit', failed);
    // Its first message says that it is ready.
    worker.once('message', () => {
      worker.off('error', failed).off('exit', failed);
      let hasEnded = false;
      worker
        .on('error', () => undefined)
        .once('exit', () => {
          hasEnded = true;
        });
      resolve({
        scan: (files) =>
          hasEnded
            ? Promise.reject(new Error('The thread that scans trail files has ended'))
            : askWorker(worker, files),
        async close() {
          await worker.terminate();
        },
      });
    });
  });
}

function askWorker(worker: Worker, files: readonly LoadedFile[]): Promise<PackedBatch> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      outcome();
    };
    const failed = (why: string) => settle(() => reject(new Error(`The thread that scans trail files ended: ${why}`)));
    const onMessage = (scanned: PackedBatch) => settle(() => resolve(scanned));
    const onError = (error: unknown) => failed(messageOf(error));
    const onExit = (code: number) => failed(`exit code ${code}`);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(files, transferable(files));
  });
}

/** The memory of a file that nothing else lies in can be handed over instead of copied. */
function transferable(files: readonly LoadedFile[]): ArrayBuffer[] {
  return files.flatMap(({ bytes }) =>
    bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : [],
  );
}
