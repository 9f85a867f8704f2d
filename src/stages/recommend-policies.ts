import type { AuditContext } from '../audit-context.ts';
import { messageOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import { outOfTime } from '../deadline.ts';
import type { UsageTable } from '../evidence/usage-table.ts';
import { arnOf } from '../findings/role-facts.ts';
import { policyObject } from '../iam/policy-object.ts';
import { identityOf } from '../rightsize/judge-role.ts';
import { type PolicyAim, type Recommendation, SAFE } from '../rightsize/recommend/recommendation.ts';
import { rightSizedPolicy } from '../rightsize/recommend/right-sized-policy.ts';
import { effortOf } from '../rightsize/role-budget.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';

/** What the policies of each role should be, by the role's ARN. */
export interface RecommendedPolicies {
  readonly recommendations: Readonly<Record<string, Recommendation>>;
  /** Of the roles that should change: all statements to put in the place of the replaced policies, as one document. */
  readonly recommendedPolicies: Readonly<Record<string, unknown>>;
  readonly incomplete: readonly Incomplete[];
}

export interface RecommendPoliciesInput {
  readonly assessments: readonly RoleAssessment[];
  readonly usage: UsageTable;
  readonly now: EpochMs;
  /** Those that were worked out already, of the aim `SAFE`. */
  readonly known?: ReadonlyMap<RoleAssessment, Recommendation>;
}

/**
 * Works out a right-sized policy for each role by itself: one that fails never sinks the rest. Of all stages it may take longest and is
 * missed least, so it comes once findings are published.
 */
export function recommendPolicies(
  { catalog, settings, deadlines }: AuditContext,
  aim: PolicyAim = SAFE,
  { assessments, usage, now, known }: RecommendPoliciesInput,
): RecommendedPolicies {
  const common = { catalog, now, minAge: settings.minAge, aim };
  const recommendations: Record<string, Recommendation> = {};
  const recommendedPolicies: Record<string, unknown> = {};
  const incomplete: Incomplete[] = [];
  const leaveOut = (arn: string, why: string): void => {
    recommendations[arn] = { kind: 'none', because: why };
    incomplete.push({ what: `Right-sized policy of ${arn}`, why });
  };
  for (const assessment of assessments.toSorted((a, b) => effortOf(a.lookup) - effortOf(b.lookup))) {
    const arn = arnOf(assessment);
    const late = outOfTime(deadlines?.recommending);
    if (late !== undefined) {
      leaveOut(arn, late);
      continue;
    }
    try {
      const found =
        (aim === SAFE ? known?.get(assessment) : undefined) ??
        rightSizedPolicy({ ...common, assessment, usage: usage.usageOf(identityOf(assessment.lookup)) });
      recommendations[arn] = found;
      if (found.kind === 'policy') recommendedPolicies[arn] = wholeOf(found);
    } catch (error) {
      leaveOut(arn, messageOf(error));
    }
  }
  return { recommendations, recommendedPolicies, incomplete };
}

function wholeOf({ documents }: Extract<Recommendation, { readonly kind: 'policy' }>): unknown {
  return policyObject({
    version: '2012-10-17',
    statements: documents.flatMap(({ document }) => document.statements),
  });
}
