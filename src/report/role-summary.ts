import { byText } from '../base/by-text.ts';
import { grouped } from '../base/format.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { compareFindings } from '../findings/evaluate-rules.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { arnOf } from '../findings/role-facts.ts';
import { compareSeverity, worstSeverity } from '../findings/severity.ts';
import { roleNameOf } from '../iam/arn.ts';
import { verdictGroups } from '../rightsize/fold-verdicts.ts';
import { type RoleAssessment, VERDICTS, type Verdict } from '../rightsize/verdict.ts';
import type { AuditResult } from './audit-result.ts';
import { openFindings, suppressedFindings } from './open-findings.ts';

/** A role with its findings, worst first. */
export interface RoleSummary {
  readonly assessment: RoleAssessment;
  readonly name: string;
  readonly families: readonly string[];
  /** The open ones. */
  readonly findings: readonly Finding[];
  /** Those that somebody accepted. */
  readonly suppressed: readonly Finding[];
  /** Its owner, taken from its findings; absent where it has none. */
  readonly owner?: string;
  /** The worst of its open findings; absent where it has none. */
  readonly worst?: Severity;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** All roles, those with the worst and the most findings first. */
export function roleSummaries(result: AuditResult): readonly RoleSummary[] {
  const findings = Map.groupBy(result.findings, (finding) => finding.roleArn);
  return result.assessments
    .map((assessment) => summaryOf(assessment, findings.get(arnOf(assessment)) ?? []))
    .sort(
      (a, b) =>
        rank(a) - rank(b) || compareCounts(a.findings, b.findings) || byText(arnOf(a.assessment), arnOf(b.assessment)),
    );
}

/** A number of a role's actions for a table: none at all, which is not zero, where IAM did not describe the role. */
export function shownCount({ assessment }: Pick<RoleSummary, 'assessment'>, count: number): string {
  return assessment.lookup.kind === 'found' ? grouped(count) : '–';
}

/** What is wrong with a role, as it stands beside its name: its worst finding in short, where it does not begin with the name again. */
export function worstInShort({ name, findings: [worst] }: Pick<RoleSummary, 'name' | 'findings'>): string {
  const text = worst?.reason ?? worst?.title ?? '';
  return text.startsWith(`${name} `) ? text.slice(name.length + 1) : text;
}

/** How many actions have each verdict, zeros included. */
export function countByVerdict(assessments: readonly RoleAssessment[]): Readonly<Record<Verdict, number>> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const assessment of assessments) {
    for (const { verdict, actions } of verdictGroups(assessment)) counts[verdict] += actions.length;
  }
  return counts;
}

function summaryOf(assessment: RoleAssessment, all: readonly Finding[]): RoleSummary {
  const ordered = [...all].sort(compareFindings);
  const findings = openFindings({ findings: ordered });
  const [owner] = all.flatMap((finding) => finding.owner ?? []);
  return {
    assessment,
    name: stripControlCharacters(roleNameOf(arnOf(assessment))),
    families: [...new Set(assessment.inUse.uses.map((use) => stripControlCharacters(use.family)))].sort(byText),
    findings,
    suppressed: suppressedFindings({ findings: ordered }),
    ...(owner !== undefined && { owner: stripControlCharacters(owner) }),
    ...(findings.length > 0 && { worst: worstSeverity(findings.map((finding) => finding.severity)) }),
    verdicts: countByVerdict([assessment]),
  };
}

function rank(summary: RoleSummary): number {
  return summary.worst === undefined ? 5 : compareSeverity(summary.worst, 'CRITICAL');
}

/** More of the worst severity first, then more in all. */
function compareCounts(a: readonly Finding[], b: readonly Finding[]): number {
  const worst = (list: readonly Finding[]) => list.filter((finding) => finding.severity === list[0]?.severity).length;
  return worst(b) - worst(a) || b.length - a.length;
}
