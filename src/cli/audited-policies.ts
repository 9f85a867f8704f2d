import { arnOf } from '../findings/role-facts.ts';
import type { AuditResult } from '../report/audit-result.ts';
import type { PolicyAim } from '../rightsize/recommend/recommendation.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { EvidenceOptions } from './evidence-options.ts';
import type { ExitStatus } from './exit-status.ts';
import type { GlobalOptions } from './global-options.ts';
import type { PolicyAnswer } from './policy-answer.ts';
import { auditOneRole, auditRoles } from './role-audit.ts';
import type { Terminal } from './terminal.ts';

/** What an audit for policies is run with. */
export interface PolicyAudit {
  readonly options: EvidenceOptions;
  readonly globals: GlobalOptions;
  readonly terminal: Terminal;
  readonly aim: PolicyAim;
}

/** Audits one role, or all of them, for their right-sized policies. */
export async function auditedPolicies(
  role: string | undefined,
  { options, globals, terminal, aim }: PolicyAudit,
): Promise<{ readonly answers: readonly PolicyAnswer[]; readonly status: ExitStatus }> {
  if (role === undefined) {
    const { result, status } = await auditRoles({}, { options, globals, terminal, aim });
    return { answers: result.assessments.map((assessment) => answerOf(result, assessment)), status };
  }
  const { result, assessment, status } = await auditOneRole(role, options, globals, terminal, aim);
  return { answers: [answerOf(result, assessment)], status };
}

function answerOf(result: AuditResult, assessment: RoleAssessment): PolicyAnswer {
  const arn = arnOf(assessment);
  return { arn, lookup: assessment.lookup, recommendation: result.recommendations[arn], decided: assessment };
}
