import type { Action } from '../../iam/action.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { evaluateRule } from '../evaluate-rules.ts';
import type { Finding } from '../finding.ts';
import { arnOf } from '../role-facts.ts';
import type { RuleContext } from '../rule.ts';

/**
 * Finds a finding as its rule would state it if the role were not granted some of its actions: with the title, severity and next step
 * of the others. `undefined` where the rule then says something else than the same of the others.
 */
export function findingWithout(
  assessments: readonly RoleAssessment[],
  context: RuleContext,
): (finding: Finding, actions: ReadonlySet<Action>) => Finding | undefined {
  const after = findingAfter(assessments, context);
  return (finding, without) => {
    const again = after(finding, without);
    const left = new Set(finding.actions).difference(without);
    const same =
      again !== undefined && again.actions.length === left.size && again.actions.every((each) => left.has(each));
    return same ? { ...again, ...(finding.owner !== undefined && { owner: finding.owner }) } : undefined;
  };
}

/** What the rule of a finding says of its role once that is no longer granted some of its actions; `undefined` where that is nothing. */
export function findingAfter(
  assessments: readonly RoleAssessment[],
  context: RuleContext,
): (finding: Finding, without: ReadonlySet<Action>) => Finding | undefined {
  const byArn = new Map(assessments.map((assessment) => [arnOf(assessment), assessment]));
  return (finding, without) => {
    const assessment = byArn.get(finding.roleArn as ReturnType<typeof arnOf>);
    if (assessment === undefined) return undefined;
    const actions = assessment.actions.filter(({ action }) => !without.has(action));
    return evaluateRule(finding.rule, { ...assessment, actions }, assessments, context);
  };
}
