import type { Command } from 'commander';
import { counted } from '../base/format.ts';
import { nameAtEnd } from '../base/name-at-end.ts';
import { didYouMean } from '../base/nearest.ts';
import { DAY_MS, HOUR_MS, toMinute } from '../base/time.ts';
import { readConfig } from '../config/config.ts';
import { variableOf } from '../config/settings.ts';
import { parseArn } from '../iam/arn.ts';
import type { NamedRole } from '../iam/named-role.ts';
import type { ExplainedAudit } from '../report/policy/explain-action.ts';
import { openStoredReport, type StoredReport } from '../wiring/open-stored-report.ts';
import { configFileOf, type EvidenceOptions } from './evidence-options.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
import { type Terminal, writeLine } from './terminal.ts';

/** The option that takes the answer from an earlier audit. */
export interface FromOption {
  /** `true` where it was given without a place. */
  readonly from?: string | true;
}

/** Adds `--from`. */
export function withFromOption(command: Command): Command {
  return command.option(
    '--from [place]',
    'answer from a stored report instead of a new audit: a file, s3://bucket/key, or a prefix or directory, whose newest is taken (default: the report bucket of the configuration)',
  );
}

/** A report that an answer is taken from. */
export interface AnswerSource {
  readonly report: StoredReport;
  readonly audit: Omit<ExplainedAudit, 'recommendations'>;
  /** `incomplete` where that audit could not read everything. */
  readonly status: ExitStatus;
}

/**
 * Opens the report that `--from` names, has it answer, and says on standard error of when it is.
 *
 * @throws {UsageError} when options are given that only a new audit can follow, or no report is configured
 * @throws {Error} when the report cannot be read
 */
export async function answerFrom(
  options: EvidenceOptions & FromOption,
  role: NamedRole | undefined,
  terminal: Terminal,
  answer: (source: AnswerSource) => Promise<void>,
): Promise<void> {
  refuseEvidenceOptions(options);
  const location = typeof options.from === 'string' ? options.from : await configuredPlace(options, terminal);
  const arn = role?.kind === 'arn' ? parseArn(role.arn) : undefined;
  const now = Date.now();
  const { report, close } = await openStoredReport(
    { location, ...(arn?.ok && { accountId: arn.value.accountId }) },
    now,
  );
  try {
    const { head, incomplete } = report;
    const status = incomplete > 0 ? EXIT.incomplete : EXIT.done;
    await answer({ report, audit: { ...head.audit, switches: [] }, status });
    await writeLine(
      terminal.stderr,
      `From the audit of account ${head.account} on ${toMinute(head.startedAt)}, ${ageOf(now - head.startedAt)} old: ${report.address}`,
    );
    if (incomplete > 0) {
      await writeLine(
        terminal.stderr,
        `ecs-role-auditor: that audit could not read everything (${counted(incomplete, 'entry')} in its list "incomplete")`,
      );
    }
  } finally {
    close();
  }
}

/**
 * The ARN of a role that a report holds.
 *
 * @throws {UsageError} when it holds none of that name, or several
 */
export function roleIn({ roleArns, address }: StoredReport, role: NamedRole): string {
  const wanted = role.kind === 'arn' ? role.arn : role.name;
  const named = roleArns.filter((arn) => (role.kind === 'arn' ? arn : nameAtEnd(arn)) === wanted);
  const [first, ...others] = named.length > 0 ? named : roleArns.filter((arn) => isSame(arn, role));
  if (others.length > 0) {
    throw new UsageError(
      `Cannot tell which role "${wanted}" is meant: expected one of ${[first, ...others].join(', ')}`,
    );
  }
  if (first !== undefined) return first;
  const known = role.kind === 'arn' ? roleArns : roleArns.map(nameAtEnd);
  throw new UsageError(
    `Cannot find role "${wanted}"${didYouMean(wanted, known)}: the report ${address} holds ${counted(roleArns.length, 'role')}, and none of that name`,
  );
}

/** IAM tells names of roles apart without regard to case. */
function isSame(arn: string, role: NamedRole): boolean {
  const [known, wanted] = role.kind === 'arn' ? [arn, role.arn] : [nameAtEnd(arn), role.name];
  return known.toLowerCase() === wanted.toLowerCase();
}

/** An age in words, rounded down. */
function ageOf(age: number): string {
  if (age < HOUR_MS) return 'less than an hour';
  return age < 2 * DAY_MS ? counted(Math.floor(age / HOUR_MS), 'hour') : counted(Math.floor(age / DAY_MS), 'day');
}

async function configuredPlace(options: EvidenceOptions, { environment }: Terminal): Promise<string> {
  const names = [variableOf('reportBucket'), variableOf('reportPrefix')];
  const given = Object.fromEntries(names.map((name) => [name, environment[name]]));
  const { report } = readConfig(given, await configFileOf(options));
  if (report !== undefined) return `s3://${report.bucket}/${report.prefix}`;
  throw new UsageError(
    `Cannot find a report: expected --from with a file or s3:// address, ${variableOf('reportBucket')}, or --config with a file that has reportBucket`,
  );
}

/** A stored report was made with the options of its own audit. */
function refuseEvidenceOptions(options: EvidenceOptions): void {
  const { config: _, ...rest } = options;
  const names: Readonly<Record<keyof typeof rest, string>> = {
    regions: '--regions',
    source: '--source',
    trailUri: '--trail-uri',
    athenaTable: '--athena-table',
    athenaWorkgroup: '--athena-workgroup',
    lookback: '--lookback',
    ledger: '--ledger',
    ledgerKey: '--ledger-key',
    ledgerAnchor: '--ledger-anchor',
    minAge: '--min-age',
    minWatched: '--min-watched',
  };
  const given = Object.entries(names).find(([key]) => rest[key as keyof typeof rest] !== undefined);
  if (given === undefined) return;
  throw new UsageError(
    `Cannot use ${given[1]} with --from: a stored report was made with the options of its own audit; leave out one of them`,
  );
}
