import { audit } from '../audit.ts';
import type { AuditRequest } from '../audit-request.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { arnOf } from '../findings/role-facts.ts';
import type { AuditResult } from '../report/audit-result.ts';
import type { PolicyAim } from '../rightsize/recommend/recommendation.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import { openContext } from '../wiring/open-context.ts';
import { openAuditCatalog } from './active-catalog.ts';
import { auditEnvironment } from './audit-environment.ts';
import { configFromOptions, type EvidenceOptions } from './evidence-options.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './global-options.ts';
import { interruptible } from './interruptible.ts';
import { tellMissingAuditorPermissions } from './missing-auditor-permissions-text.ts';
import { readRoleName } from './role-name.ts';
import { type Terminal, writeLine } from './terminal.ts';

/** One audit, and what it says of the role that was asked about. */
export interface RoleAudit {
  readonly result: AuditResult;
  readonly assessment: RoleAssessment;
  /** `done`, or `incomplete` where something could not be read. */
  readonly status: ExitStatus;
}

/**
 * Audits one role, named by ARN or by name; nothing is published. What could not be read is told on standard error.
 *
 * @param aim how far its right-sized policy goes; no further than what is proven where absent
 * @throws {UsageError} when no task definition names such a role, or several roles have that name
 */
export async function auditOneRole(
  role: string,
  options: EvidenceOptions,
  globals: GlobalOptions,
  terminal: Terminal,
  aim?: PolicyAim,
): Promise<RoleAudit> {
  const named = readRoleName(role);
  const request = named.kind === 'arn' ? { roles: [named.arn] } : { roleNames: [named.name] };
  const { result, status } = await auditRoles(request, {
    options,
    globals,
    terminal,
    absent: `Role ${role}`,
    ...(aim !== undefined && { aim }),
  });
  const absent = result.incomplete.find(({ what }) => what === `Role ${role}`);
  const assessment = theOne(role, result, absent?.why ?? 'no task definition that was read names it');
  return { result, assessment, status };
}

/** How roles are audited. */
export interface RolesAudit {
  readonly options: EvidenceOptions;
  readonly globals: GlobalOptions;
  readonly terminal: Terminal;
  /** How far right-sized policies go; no further than what is proven where absent. */
  readonly aim?: PolicyAim;
  /** What of that which could not be read is not told here. */
  readonly absent?: string;
}

/** Audits the roles that are asked for, all where none is named; nothing is published. What could not be read is told on standard error. */
export async function auditRoles(
  named: Pick<AuditRequest, 'roles' | 'roleNames'>,
  { options, globals, terminal, aim, absent }: RolesAudit,
): Promise<Omit<RoleAudit, 'assessment'>> {
  const request: AuditRequest = { ...named, dryRun: true, refuseEmpty: true, ...(aim && { aim }) };
  const config = await configFromOptions(options, { publish: 'false', notify: 'false' });
  const catalog = await openAuditCatalog(globals, terminal);
  const result = await interruptible(globals, terminal, async ({ signal, progress }) => {
    const context = await openContext(config, auditEnvironment(terminal, { signal, progress, catalog }));
    try {
      return await audit(context, request);
    } finally {
      context.close();
    }
  });
  await tellIncomplete(
    result.incomplete.filter(({ what }) => what !== absent),
    terminal,
  );
  await tellMissingAuditorPermissions(result, terminal);
  return { result, status: result.incomplete.length > 0 ? EXIT.incomplete : EXIT.done };
}

async function tellIncomplete(incomplete: readonly Incomplete[], terminal: Terminal): Promise<void> {
  for (const { what, why } of incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
}

function theOne(role: string, { assessments }: AuditResult, whyAbsent: string): RoleAssessment {
  const [first, ...others] = assessments;
  if (first === undefined) {
    throw new UsageError(`Cannot find role "${role}": ${whyAbsent}`);
  }
  if (others.length > 0) {
    const arns = assessments.map(arnOf).join(', ');
    throw new UsageError(`Cannot tell which role "${role}" is meant: expected one of ${arns}`);
  }
  return first;
}
