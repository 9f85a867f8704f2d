import { roleNameOf } from '../iam/arn.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { openFindings } from '../report/open-findings.ts';
import { exampleText } from './help.ts';

/** What to type after a first table: how to keep the result, and what to ask it about the gravest role with unused permissions. */
export function auditNextSteps(result: Pick<AuditResult, 'findings'>): string {
  const finding = openFindings(result).find(({ rule }) => rule === 'unused-permissions');
  const [action] = finding?.actions ?? [];
  if (finding?.role === undefined || action === undefined) return '';
  const name = roleNameOf(finding.role.arn);
  return `\nNext, for example:\n${exampleText([
    ['audit --format json --format html --out ./report', 'with your options: keeps the result, to ask it at once'],
    [`policy ${name} --as diff --from ./report`, 'what to grant instead'],
    [`explain ${name} ${action} --from ./report`, 'how the verdict on an action is known'],
  ])}\n`;
}
