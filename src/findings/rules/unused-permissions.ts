import { byText } from '../../base/by-text.ts';
import { counted, grouped, listed } from '../../base/format.ts';
import { memoize } from '../../base/memoize.ts';
import { serviceOf } from '../../iam/action.ts';
import { policyName } from '../../iam/named-policy.ts';
import type { StatementRef } from '../../iam/policy.ts';
import type { Role } from '../../iam/role.ts';
import { ORDER_IN_SHORT } from '../../rightsize/recommend/order-of-steps.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { impactOf, severityOfGrants } from '../impact.ts';
import { isAdministrator } from '../is-administrator.ts';
import { unreadPolicies, watchedEvidence, watchedSentence, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { worstSeverity } from '../severity.ts';

/** Fires on actions whose verdict is `unused`. Those that cannot be judged keep an earlier finding about them open. */
export const unusedPermissions = {
  id: 'unused-permissions',
  title: 'Role is granted permissions that it does not use',
  motivation:
    'Whoever takes over a container holds every permission of its task role. A permission that nothing uses serves only them.',
  severity:
    'By the most that could be done with one of the unused actions: CRITICAL where the role could give itself more permissions, HIGH for permissions management and for secrets, MEDIUM for writing (and for actions whose access level is not known), LOW for reading, INFORMATIONAL for listing. One step milder where every statement names resources.',
  remediation: `Remove the unused actions from the statements that grant them, and replace AWS managed policies, which cannot be edited, with one of your own: \`ecs-role-auditor policy ROLE --as diff\` shows the change. ${ORDER_IN_SHORT} Watch for AccessDenied.`,
  page: {
    title: 'Refine permissions in AWS using last accessed information',
    url: `${IAM_USER_GUIDE}/access_policies_last-accessed.html`,
  },
  evidence:
    'Every policy of the role; events of every enabled Region for at least the minimum watched time; role and grant older than the minimum age; every task definition that names the role.',
  notApplicable:
    'The role has administrator access (a rule of its own), does not exist, or belongs to another account.',
  classifier: 'Unused Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    if (isAdministrator(role)) {
      return { kind: 'notApplicable', why: 'administrator-access covers it' };
    }
    const unused = assessment.actions.filter((action) => action.verdict === 'unused');
    if (unused.length === 0) {
      // Unobservable ones too: what a better source once showed to be unused is not mended by looking with a weaker one.
      const open = assessment.actions.filter(({ verdict }) => verdict === 'undetermined' || verdict === 'unobservable');
      if (open.length > 0) {
        const why = `${counted(open.length, 'action')} could not be judged: ${open[0]?.because ?? ''}`;
        return { kind: 'unavailable', why, about: open.map((action) => action.action) };
      }
      return { kind: 'fine' };
    }
    const sensitive = unused.filter((verdict) =>
      ['escalate', 'permissions', 'secrets'].includes(impactOf(verdict.action, context.accessLevelOf)),
    );
    const actions = unused.map((verdict) => verdict.action).sort(byText);
    const services = [...new Set(actions.map(serviceOf))].sort(byText);
    const policies = policiesOf(unused);
    const sensitiveFirst = distinct([...sensitive.map(({ action }) => action).sort(byText), ...actions]);
    return {
      kind: 'finding',
      draft: {
        severity: worstSeverity(unused.map(severityOfGrants(role, context.accessLevelOf))),
        title: `${role.name} is granted ${counted(unused.length, 'permission')} that it does not use`,
        description: [
          `${grouped(unused.length)} of ${counted(assessment.actions.length, 'granted action')} ${unused.length === 1 ? 'was' : 'were'} watched for in every enabled Region and never used${sensitive.length > 0 ? ', the most sensitive first' : ''}: ${listed(sensitiveFirst, 8)}.`,
          policies.length > 0 ? `Granted by ${listed(policies, 3)}.` : '',
        ]
          .filter((sentence) => sentence !== '')
          .join(' '),
        ...watchedSentence(assessment),
        reason: `${grouped(unused.length)} of ${counted(assessment.actions.length, 'granted action')} unused, among them ${listed(sensitiveFirst.slice(0, sensitive.length || actions.length), 3)}`,
        actions,
        remediation: remediation(role, assessment, context.reportPlace),
        evidence: {
          unusedActions: String(unused.length),
          grantedActions: String(assessment.actions.length),
          services: services.join(' '),
          policies: policies.slice(0, 20).join(', '),
          ...watchedEvidence(assessment),
        },
      },
    };
  });
}

/** Actions leave one's own policies; a policy that AWS maintains cannot be edited, and so is replaced. */
function remediation(role: Role, { actions }: RoleAssessment, reportPlace: string | undefined): string {
  const unused = actions.filter(({ verdict }) => verdict === 'unused');
  const look = `Run ecs-role-auditor policy ${role.name} --as diff${reportPlace === undefined ? '' : ` --from ${reportPlace}`} to see the change.`;
  const ofAws = new Set(
    role.policies.flatMap(({ source }) => (source.kind === 'managed' && source.awsManaged ? [policyName(source)] : [])),
  );
  const policies = policiesOf(unused);
  const isAll = actions.every(({ verdict }) => verdict === 'unused' || verdict === 'blocked');
  if (isAll && policies.length > 0 && unreadPolicies(role) === undefined) {
    return `Nothing that ${role.name} is granted has to be kept, so no policy takes the place of what goes: detach or delete ${listed(policies, 3)}, in one environment first, and watch for AccessDenied. ${look}`;
  }
  const own = policies.filter((policy) => !ofAws.has(policy));
  const replaced = policies.filter((policy) => ofAws.has(policy));
  const isOwn = memoize((refs: readonly StatementRef[]) => refs.some(({ policy }) => !ofAws.has(policy)));
  const removed = unused.filter(({ grantedBy }) => isOwn(grantedBy)).map(({ action }) => action);
  return [
    own.length > 0 ? `Remove ${listed(distinct(removed), 4)} from ${listed(own, 3)}.` : '',
    replaced.length > 0
      ? `Replace ${listed(replaced, 3)}, which AWS maintains and you cannot edit, with a policy of your own.`
      : '',
    look,
    ORDER_IN_SHORT,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** The policies that grant some of the actions, in order of name. */
function policiesOf(verdicts: readonly ActionVerdict[]): readonly string[] {
  const lists = new Set(verdicts.map(({ grantedBy }) => grantedBy));
  return distinct([...new Set([...lists].flat())].map(({ policy }) => policy));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(byText);
}
