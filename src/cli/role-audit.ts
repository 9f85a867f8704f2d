import type { Command } from 'commander';
import { audit } from '../audit.ts';
import type { AuditRequest } from '../audit-request.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { type Config, readSettings, type SettingName } from '../config.ts';
import { openContext } from '../context.ts';
import { unlimited } from '../deadline.ts';
import { arnOf } from '../findings/role-facts.ts';
import { parseRoleArn } from '../iam/arn.ts';
import { silentProgress } from '../logged-progress.ts';
import type { AuditResult } from '../report/audit-result.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import { SOURCES } from '../setting-forms.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './run-command-line.ts';
import { type Terminal, writeLine } from './terminal.ts';
import { terminalProgress } from './terminal-progress.ts';

/** The options of a command that audits one role. */
export interface RoleAuditOptions {
  readonly regions?: string;
  readonly source?: readonly string[];
  readonly trailUri?: string;
  readonly athenaTable?: string;
  readonly athenaWorkgroup?: string;
  readonly lookback?: string;
  readonly ledger?: string;
  readonly minAge?: string;
  readonly minWatched?: string;
}

/** One audit, and what it says of the role that was asked about. */
export interface RoleAudit {
  readonly result: AuditResult;
  readonly assessment: RoleAssessment;
  /** `done`, or `incomplete` where something could not be read. */
  readonly status: ExitStatus;
}

/** Gives a command the options that shape an audit. */
export function withAuditOptions(command: Command): Command {
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  return command
    .option('--regions <list>', 'Regions whose task definitions are read: comma-separated, or all (default: all)')
    .option('--source <name>', `usage source, repeatable: ${SOURCES.join(', ')} (default: lookup)`, collect)
    .option('--trail-uri <uri>', 'log files of trails for --source trail: s3://bucket/prefix, or a directory')
    .option('--athena-table <database.table>', 'the trail’s table for --source athena')
    .option('--athena-workgroup <name>', 'Athena workgroup that runs the query (default: primary)')
    .option('--lookback <duration>', 'how far back use is looked for (default: 90d)')
    .option('--ledger <place>', 'what earlier runs kept: s3://bucket/prefix, a directory, or none (default: none)')
    .option('--min-age <duration>', 'younger roles and grants are never called unused (default: 30d)')
    .option('--min-watched <duration>', 'nothing watched for less than this is called unused (default: 30d)');
}

/**
 * Audits one role, named by ARN or by name; nothing is published. What could not be read is told on standard error.
 * Throws `UsageError` where no task definition names such a role.
 */
export async function auditOneRole(
  role: string,
  options: RoleAuditOptions,
  { quiet }: GlobalOptions,
  terminal: Terminal,
): Promise<RoleAudit> {
  const request = requestFor(role);
  const config = configFrom(options);
  const progress = quiet === true ? { ...silentProgress, end: () => undefined } : terminalProgress(terminal);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  try {
    const context = await openContext(config, { ...unlimited(interruption.signal), progress });
    try {
      const result = await audit(context, request);
      progress.end();
      await tellIncomplete(result.incomplete, terminal);
      const assessment = theOne(role, result);
      return { result, assessment, status: result.incomplete.length > 0 ? EXIT.incomplete : EXIT.done };
    } finally {
      context.close();
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function requestFor(role: string): AuditRequest {
  if (!role.includes(':')) {
    if (/^[\w+=,.@-]{1,64}$/.test(role)) return { roleNames: [role], dryRun: true };
    throw new UsageError(`Cannot read role "${role}": expected the name of a role (without its path), or its ARN`);
  }
  const arn = parseRoleArn(role);
  if (arn.ok) return { roles: [arn.value], dryRun: true };
  throw new UsageError(arn.problem);
}

function configFrom(options: RoleAuditOptions): Config {
  const given: Partial<Record<SettingName, string | undefined>> = {
    regions: options.regions,
    sources: options.source?.join(','),
    trailUri: options.trailUri,
    athenaTable: options.athenaTable,
    athenaWorkgroup: options.athenaWorkgroup,
    lookback: options.lookback,
    ledger: options.ledger,
    minAge: options.minAge,
    minWatched: options.minWatched,
    publish: 'false',
    notify: 'false',
  };
  const set = Object.entries(given).filter((entry): entry is [SettingName, string] => entry[1] !== undefined);
  return readSettings(Object.fromEntries(set), (setting) =>
    setting === 'sources' ? '--source' : `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
}

async function tellIncomplete(incomplete: readonly Incomplete[], terminal: Terminal): Promise<void> {
  for (const { what, why } of incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
}

function theOne(role: string, { assessments }: AuditResult): RoleAssessment {
  const [first, ...others] = assessments;
  if (first === undefined) {
    throw new UsageError(`Cannot find role "${role}": no task definition that was read names it`);
  }
  if (others.length > 0) {
    const arns = assessments.map(arnOf).join(', ');
    throw new UsageError(`Cannot tell which role "${role}" is meant: expected one of ${arns}`);
  }
  return first;
}
