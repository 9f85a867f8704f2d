import { changedRole } from '../rightsize/recommend/prove-policy.ts';
import type { PolicyChange } from '../rightsize/recommend/recommendation.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import { evaluateRule } from './evaluate-rules.ts';
import { findingAfter } from './exceptions/finding-without.ts';
import type { FindingAfter } from './fold-findings.ts';
import { arnOf } from './role-facts.ts';
import type { RuleContext } from './rule.ts';
import type { RuleId } from './rules.ts';

/** Rules about the resources of what stays, which a right-sized policy may narrow. */
const ABOUT_RESOURCES: ReadonlySet<string> = new Set<RuleId>(['wildcard-resource']);

/**
 * What a rule says of a role once its right-sized policies are in force: without what they take away, and of resources by what they
 * name. `changeOf` gives the change that is to be recommended, where there is one.
 */
export function findingAfterRightSizing(
  assessments: readonly RoleAssessment[],
  context: RuleContext,
  changeOf: (assessment: RoleAssessment) => PolicyChange | undefined,
): FindingAfter {
  const withoutActions = findingAfter(assessments, context);
  const byArn = new Map(assessments.map((assessment) => [arnOf(assessment) as string, assessment]));
  return (finding, without) => {
    const assessment = byArn.get(finding.roleArn);
    const change = assessment === undefined || !ABOUT_RESOURCES.has(finding.rule) ? undefined : changeOf(assessment);
    if (assessment === undefined || change === undefined || assessment.lookup.kind !== 'found') {
      return withoutActions(finding, without);
    }
    const lookup = { kind: 'found', role: changedRole(assessment.lookup.role, change) } as const;
    const actions = assessment.actions.filter(({ action }) => !without.has(action));
    return evaluateRule(finding.rule, { ...assessment, lookup, actions }, assessments, context);
  };
}
