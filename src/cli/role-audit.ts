import { audit } from '../audit.ts';
import type { AuditRequest } from '../audit-request.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { openContext } from '../context.ts';
import { unlimited } from '../deadline.ts';
import { arnOf } from '../findings/role-facts.ts';
import { parseRoleArn } from '../iam/arn.ts';
import { silentProgress } from '../logged-progress.ts';
import type { AuditResult } from '../report/audit-result.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import { configFromOptions, type EvidenceOptions } from './evidence-options.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './run-command-line.ts';
import { type Terminal, writeLine } from './terminal.ts';
import { terminalProgress } from './terminal-progress.ts';

/** One audit, and what it says of the role that was asked about. */
export interface RoleAudit {
  readonly result: AuditResult;
  readonly assessment: RoleAssessment;
  /** `done`, or `incomplete` where something could not be read. */
  readonly status: ExitStatus;
}

/**
 * Audits one role, named by ARN or by name; nothing is published. What could not be read is told on standard error.
 * Throws `UsageError` where no task definition names such a role.
 */
export async function auditOneRole(
  role: string,
  options: EvidenceOptions,
  { quiet }: GlobalOptions,
  terminal: Terminal,
): Promise<RoleAudit> {
  const request = requestFor(role);
  const config = await configFromOptions(options, { publish: 'false', notify: 'false' });
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
