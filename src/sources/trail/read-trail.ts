import { incompleteOf } from '../../base/attempt.ts';
import { counted } from '../../base/format.ts';
import type { Incomplete, IncompleteReason } from '../../base/incomplete.ts';
import type { ScannedEvidence } from '../../cloudtrail/scan/observation-groups.ts';
import { type RefusedFiles, refusedFileKey } from '../../evidence/refused-files.ts';
import type { ContentLimits } from './content-limits.ts';
import { batchesOf } from './file-batches.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { incompleteList } from './incomplete-list.ts';
import type { LoadedFile, ScannedBatch, ScannedFile } from './scan-batch.ts';
import type { ScanPool } from './scan-pool.ts';
import type { FileGroup, TrailFile, TrailQuery, TrailStore } from './trail-store.ts';

/** Told while log files are read. */
export interface TrailReceiver {
  evidence(evidence: ScannedEvidence): void;
  /** A record that could not be read. */
  unreadable(region: string, why: string): void;
  /** A batch of files of a group was read, as far as it could be. */
  read(group: FileGroup, files: readonly ScannedFile[]): void;
  /** Everything of the group was read, or was told of as lost. */
  finished(group: FileGroup): void;
}

/** What reading came to. */
export interface TrailReading {
  readonly files: number;
  readonly records: number;
  readonly incomplete: readonly Incomplete[];
  /** Files that had to be inflated to know that they are too large. */
  readonly refused: RefusedFiles;
  /** False when the time was up first. */
  readonly toTheEnd: boolean;
}

/** What is known before reading, and when to stop. */
export interface TrailReadingOptions {
  readonly refused?: RefusedFiles | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads all log files asked for. What is in memory at once is bounded: some batches for each thread, whatever the
 * number of files. Throws nothing for what cannot be read: that is told, and the rest goes on.
 */
export async function readTrail(
  store: TrailStore,
  query: TrailQuery,
  pool: ScanPool,
  receiver: TrailReceiver,
  { refused: known = new Map(), signal }: TrailReadingOptions = {},
): Promise<TrailReading> {
  const incomplete = incompleteList();
  const refused = new Map<string, number>();
  let files = 0;
  let records = 0;
  const take = (group: FileGroup, batch: ScannedBatch): void => {
    receiver.evidence(batch.evidence);
    for (const file of batch.files) {
      files += 1;
      records += file.records;
      for (const { region, why } of file.unreadable) receiver.unreadable(region ?? group.region ?? 'unknown', why);
      if (file.problem !== undefined) incomplete.add(incompleteFile(file.address, file.problem));
      else if (file.unreadable.length > 0) incomplete.add(unreadableIn(file));
    }
    receiver.read(group, batch.files);
  };

  async function* work(): AsyncGenerator<() => Promise<void>> {
    for await (const group of store.groups(query)) {
      if (signal?.aborted) return;
      if (group.incomplete !== undefined) incomplete.add(group.incomplete);
      const batches = batchesOf(group.files, pool.threads);
      let left = batches.length;
      if (left === 0) receiver.finished(group);
      for (const batch of batches) {
        if (signal?.aborted) return;
        yield async () => {
          const scanned = await scanTwice(store, pool, batch, known);
          take(group, scanned);
          for (const [index, { problem }] of scanned.files.entries()) {
            const { address = '', size = 0 } = batch[index] ?? {};
            if (problem?.tooLarge) refused.set(refusedFileKey(address, size), pool.limits.content);
          }
          left -= 1;
          if (left === 0) receiver.finished(group);
        };
      }
    }
  }

  // One batch more than there are threads, so that the next is there when a thread is free.
  await forEachConcurrently(work(), pool.threads + 1, (batch) => batch());
  return { files, records, incomplete: incomplete.all(), refused, toTheEnd: !(signal?.aborted ?? false) };
}

function unreadableIn(file: ScannedFile): Incomplete {
  const [first] = file.unreadable;
  const count = file.unreadable.length;
  return {
    what: `${counted(count, 'record')} of trail file ${file.address}`,
    why: first?.why ?? '',
  };
}

/** Reads and scans a batch; files that may have been read by half are read once more. */
async function scanTwice(
  store: TrailStore,
  pool: ScanPool,
  files: readonly TrailFile[],
  refused: RefusedFiles,
): Promise<ScannedBatch> {
  const once = await scanOnce(store, pool, files, refused);
  const again = files.filter((_, index) => once.files[index]?.problem?.again === true);
  if (again.length === 0) return once;
  const twice = await scanOnce(store, pool, again, refused);
  const better = new Map(twice.files.map((file) => [file.address, file]));
  return {
    evidence: {
      observations: [...once.evidence.observations, ...twice.evidence.observations],
      assumed: [...once.evidence.assumed, ...twice.evidence.assumed],
      grantChanges: [...once.evidence.grantChanges, ...twice.evidence.grantChanges],
      tasksStarted: [...(once.evidence.tasksStarted ?? []), ...(twice.evidence.tasksStarted ?? [])],
      taskRolesGiven: [...(once.evidence.taskRolesGiven ?? []), ...(twice.evidence.taskRolesGiven ?? [])],
      recorded: [...(once.evidence.recorded ?? []), ...(twice.evidence.recorded ?? [])],
    },
    files: once.files.map((file) => better.get(file.address) ?? file),
  };
}

/** In the order of the files. */
async function scanOnce(
  store: TrailStore,
  pool: ScanPool,
  files: readonly TrailFile[],
  refused: RefusedFiles,
): Promise<ScannedBatch> {
  const loaded = await Promise.all(files.map((file) => load(store, file, { limits: pool.limits, refused })));
  const scanned = await pool.scan(loaded.filter((file): file is LoadedFile => 'bytes' in file));
  const byAddress = new Map(scanned.files.map((file) => [file.address, file]));
  return {
    evidence: scanned.evidence,
    files: loaded.map((file) =>
      'bytes' in file
        ? (byAddress.get(file.address) ?? unscannedFile({ what: file.address, why: 'it was not scanned' }))
        : file,
    ),
  };
}

async function load(
  store: TrailStore,
  file: TrailFile,
  { limits, refused }: { readonly limits: ContentLimits; readonly refused: RefusedFiles },
): Promise<LoadedFile | ScannedFile> {
  const most = file.address.endsWith('.gz') ? limits.stored : limits.content;
  if (file.size > most) {
    const why = `it has ${file.size} bytes, more than the ${most} that the memory allows for one file`;
    return unscannedFile({ what: file.address, why });
  }
  const followed = refused.get(refusedFileKey(file.address, file.size)) ?? 0;
  if (followed >= limits.content) {
    const why = `an earlier run found that it holds more than ${followed} bytes, and the memory allows for ${limits.content}`;
    return unscannedFile({ what: file.address, why });
  }
  try {
    const bytes = await store.read(file);
    return { address: file.address, bytes, ...(file.digested && { hash: file.digested.hash }) };
  } catch (error) {
    return unscannedFile(incompleteOf(file.address, error));
  }
}

function incompleteFile(address: string, { why, missing }: IncompleteReason): Incomplete {
  return { what: `trail file ${address}`, why, ...(missing && { missing }) };
}

function unscannedFile({ what: address, ...reason }: Incomplete): ScannedFile {
  return { address, records: 0, unreadable: [], problem: { ...reason, again: false } };
}
