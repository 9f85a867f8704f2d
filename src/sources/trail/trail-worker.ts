/** The entry of a worker thread that scans batches of log files. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LoadedFile, scanBatch } from './scan-batch.ts';
import { type LaneSettings, scannerFor } from './scan-settings.ts';

const settings = workerData as LaneSettings;
const scanner = scannerFor(settings);

parentPort?.on('message', (files: readonly LoadedFile[]) => {
  parentPort?.postMessage(scanBatch(scanner, files, settings.limits.content));
});

// Whoever started the thread waits for this: a thread that runs may still fail to load.
parentPort?.postMessage('ready');
