import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblem } from '../base/file-problem.ts';
import { BUCKET_NAME_RULE, isPath, parseS3Uri } from '../base/s3-uri.ts';
import type { ByteSource } from '../stored-report/byte-source.ts';
import { fileBytes } from '../stored-report/file-bytes.ts';
import { type OpenReport, openReport } from '../stored-report/open-report.ts';
import { newestReport, writtenReports } from '../stored-report/report-key.ts';

/** Where a report is, and whose is wanted. */
export interface ReportPlace {
  /** A file, a directory, `s3://bucket/key` or `s3://bucket/prefix`; of the latter two the newest report below is taken. */
  readonly location: string;
  /** Where there are reports of several accounts; any of them where absent. */
  readonly accountId?: string;
}

/** An open report, and where it is. */
export interface StoredReport extends OpenReport {
  readonly address: string;
}

/** What opening came to. */
export interface ReportReading {
  readonly report: StoredReport;
  close(): void;
}

/**
 * Opens a stored report. Close it when nothing more is read.
 *
 * @throws {Error} when there is none, or it cannot be read; the message names the place
 */
export async function openStoredReport(place: ReportPlace, now: number): Promise<ReportReading> {
  const object = objectAt(place.location);
  const session = object && (await openS3());
  try {
    const source = object && session ? await session.find(object, place.accountId, now) : await inFiles(place);
    return {
      report: { ...(await openReport(source)), address: source.address },
      close: () => session?.close(),
    };
  } catch (error) {
    session?.close();
    throw new Error(`Cannot read report "${place.location}": ${fileProblem(error)}`, { cause: error });
  }
}

/** The bucket and key of an address of S3; undefined where it is a path. */
function objectAt(location: string): ReturnType<typeof parseS3Uri> {
  const object = parseS3Uri(location);
  if (object !== undefined || isPath(location)) return object;
  throw new Error(
    `Cannot read report "${location}": expected a path, s3://bucket/key or s3://bucket/prefix/; ${BUCKET_NAME_RULE}`,
  );
}

/** The SDK is loaded where it is needed alone: it takes longer than reading a report. */
async function openS3() {
  const [{ openSession }, { s3Bytes }, { newestS3Report }] = await Promise.all([
    import('../aws/client/session.ts'),
    import('../aws/s3/s3-bytes.ts'),
    import('../aws/s3/newest-s3-report.ts'),
  ]);
  const session = await openSession();
  return {
    close: () => session.close(),
    async find(object: { readonly bucket: string; readonly key: string }, accountId: string | undefined, now: number) {
      const { bucket, key } = object;
      if (/\.json(\.gz)?$/.test(key)) return s3Bytes(session, bucket, key);
      const newest = await newestS3Report(
        session,
        { bucket, prefix: key, ...(accountId !== undefined && { accountId }) },
        now,
      );
      return s3Bytes(session, bucket, found(newest, accountId));
    },
  };
}

async function inFiles({ location, accountId }: ReportPlace): Promise<ByteSource> {
  if (!(await stat(location)).isDirectory()) return fileBytes(location);
  const names = await readdir(location, { recursive: true });
  const newest =
    newestReport(
      names.map((name) => name.replaceAll('\\', '/')),
      accountId,
    ) ?? (await newestWritten(location, writtenReports(names, accountId)));
  return fileBytes(join(location, found(newest, accountId)));
}

/** The file of a directory that was written last. */
async function newestWritten(directory: string, names: readonly string[]): Promise<string | undefined> {
  const files = await Promise.all(
    names.map(async (name) => ({ name, writtenAt: (await stat(join(directory, name))).mtimeMs })),
  );
  return files.sort((a, b) => b.writtenAt - a.writtenAt)[0]?.name;
}

function found(newest: string | undefined, accountId: string | undefined): string {
  if (newest !== undefined) return newest;
  const whose = accountId === undefined ? '' : ` of account ${accountId}`;
  throw new Error(
    `no report${whose} lies below it; expected YYYY/MM/DD/audit-ACCOUNT-TIME.json.gz, as an audit with a report bucket stores it, or in a directory audit.json, as audit --format json --out writes it`,
  );
}
