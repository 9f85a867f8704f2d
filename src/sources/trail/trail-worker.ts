/** The entry of a worker thread that scans batches of log files. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LoadedFile, scanBatch } from './scan-batch.ts';
import { type ScanSettings, scannerFor } from './scan-settings.ts';

const scanner = scannerFor(workerData as ScanSettings);

parentPort?.on('message', (files: readonly LoadedFile[]) => {
  parentPort?.postMessage(scanBatch(scanner, files));
});

// Whoever started the thread waits for this: a thread that runs may still fail to load.
parentPort?.postMessage('ready');
