import { byText } from '../../base/by-text.ts';
import { listed } from '../../base/format.ts';
import type { PolicyDocument, Statement } from '../../iam/policy.ts';
import { analyseTrust } from '../../iam/trust.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { ecsTrustStatement } from '../ecs-trust-statement.ts';
import { familiesOf, withTrustPolicy } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on a role in use by task definitions whose trust policy certainly does not let ECS tasks assume it. */
export const trustMissingEcs = {
  id: 'trust-missing-ecs',
  title: 'Trust policy does not let ECS tasks assume the role',
  motivation: 'ECS cannot assume the role, so no task can start with it.',
  severity: 'HIGH; MEDIUM where only some of the Regions that task definitions are in are kept out.',
  remediation:
    'Allow sts:AssumeRole for the service principal ecs-tasks.amazonaws.com in the trust policy, with aws:SourceAccount as a condition.',
  page: { title: 'Amazon ECS task IAM role', url: `${ECS_DEVELOPER_GUIDE}/task-iam-roles.html` },
  evidence: 'The trust policy.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Trust Policy',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withTrustPolicy(assessment, (role, trustPolicy) => {
    const regions = [...new Set(assessment.inUse.uses.map(({ region }) => region))].sort(byText);
    const { accountId, partition } = context;
    const trusts = (region?: string): boolean =>
      analyseTrust(trustPolicy, { accountId, partition, ...(region !== undefined && { region }) }).trustsEcsTasks;
    const without = regions.filter((region) => !trusts(region));
    if (without.length === 0 && trusts()) return { kind: 'fine' };
    const inSome = without.length > 0 && without.length < regions.length;
    const where = inSome ? ` in ${listed(without, 6)}` : '';
    // Where the service itself is trusted, conditions keep it out.
    const conditions = statesEcs(trustPolicy)
      ? ' A condition keeps it out: aws:SourceArn must take in every ARN of ECS in the account and the Region, since ECS does not support the ARN of one cluster.'
      : '';
    return {
      kind: 'finding',
      draft: {
        severity: inSome ? 'MEDIUM' : 'HIGH',
        title: `${role.name} does not trust ECS tasks${where}`,
        description: `The trust policy does not let ecs-tasks.amazonaws.com call sts:AssumeRole${where}, so ECS cannot start a task of ${listed(familiesOf(assessment))} with this role${inSome ? ' there' : ''}.${conditions}`,
        actions: [],
        remediation: `${conditions === '' ? `Add to the trust policy of ${role.name}:` : `Replace what trusts ecs-tasks.amazonaws.com in the trust policy of ${role.name} with this statement:`} ${ecsTrustStatement(context)}`,
        evidence: {},
      },
    };
  });
}

function statesEcs({ statements }: PolicyDocument): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      analyseTrust({ version: '2012-10-17', notes: [], statements: [unconditional(statement)] }).trustsEcsTasks,
  );
}

function unconditional({ condition: _, ...statement }: Statement): Statement {
  return statement;
}
