import { describeStatement } from '../iam/named-policy.ts';
import type { Statement } from '../iam/policy.ts';
import { statementObject } from '../iam/policy-object.ts';
import type { RuleContext } from './rule.ts';

type Place = Pick<RuleContext, 'accountId' | 'partition'>;

const ECS_TASKS = 'ecs-tasks.amazonaws.com';

/** The most that the remediation of a finding may hold. */
const MOST_CHARACTERS = 512;

/** The whole statement by which ECS may assume a role for tasks of this account alone, as JSON: every finding about trust proposes the same. */
export function ecsTrustStatement(place: Place): string {
  return JSON.stringify(statementFor(place));
}

/**
 * What makes these statements of a role's trust policy, which let ECS in, do so for tasks of this account alone. Whom else they trust and what else they
 * ask for stays.
 */
export function bindToAccount(roleName: string, statements: readonly Statement[], place: Place): string {
  const [own] = statements;
  const policy = `the trust policy of ${roleName}`;
  if (statements.length === 1 && own !== undefined) {
    const statement = JSON.stringify(statementFor(place, own));
    const text = trustsEcsAlone(own)
      ? `Replace what trusts ${ECS_TASKS} in ${policy} with this statement: ${statement}`
      : `Take ${ECS_TASKS} out of ${describeStatement({ policy, ...own })}, which trusts others as well, and add this statement: ${statement}`;
    if (text.length <= MOST_CHARACTERS) return text;
  }
  const condition = JSON.stringify(statementFor(place)['Condition']);
  return `Add this to the conditions of each statement of ${policy} that trusts ${ECS_TASKS}; whom else it trusts needs a statement without it: ${condition}`;
}

function statementFor({ accountId, partition }: Place, own?: Statement): Readonly<Record<string, unknown>> {
  const { StringEquals, ArnLike, ...others } = own?.condition ?? {};
  return statementObject({
    effect: 'Allow',
    principal: { Service: [ECS_TASKS] },
    action: own?.action?.length ? own.action : ['sts:AssumeRole'],
    condition: {
      ...others,
      StringEquals: { ...StringEquals, 'aws:SourceAccount': [accountId] },
      ArnLike: { ...ArnLike, 'aws:SourceArn': [`arn:${partition}:ecs:*:${accountId}:*`] },
    },
    index: 0,
  });
}

function trustsEcsAlone({ principal }: Statement): boolean {
  if (principal === undefined || principal === '*') return false;
  return Object.values(principal).flat().length === 1;
}
