import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { memoize } from '../../base/memoize.ts';
import { type Action, serviceOf } from '../../iam/action.ts';
import { spansType } from '../../iam/arn-forms.ts';
import { coversEveryResource } from '../../iam/resource.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import { belongsToTheAgent } from '../agent-actions.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { isAdministrator } from '../is-administrator.ts';
import { mayApply } from '../may-apply.ts';
import { servesTheAgentAlone, statementsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** `*` alone is every service, which denies or the boundary then leave some of. */
const WHOLE_SERVICE = /^(?:([a-z0-9-]+):\*+|\*+|\*+:\*+)$/i;

/** Fires on `service:*`, with what the role was seen to use of the service. */
export const wildcardService = {
  id: 'wildcard-service',
  title: 'Role is granted every action of a service',
  motivation:
    'A wildcard over a service grants deletion along with reading, and whatever AWS adds to the service tomorrow.',
  severity: 'MEDIUM; LOW where the statements name resources or have conditions.',
  remediation:
    'Replace the wildcard with the actions that the application calls; of an execution role, with those that its task definitions need.',
  page: { title: 'Security best practices in IAM', url: `${IAM_USER_GUIDE}/best-practices.html` },
  evidence: 'Every policy of the role.',
  notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
  classifier: 'Wildcard Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    if (isAdministrator(role)) return { kind: 'notApplicable', why: 'administrator-access covers it' };
    const byService = Map.groupBy(assessment.actions, ({ action }) => serviceOf(action));
    const grantedOf = memoize((service: string) =>
      leftOf(service === '*' ? assessment.actions : (byService.get(service) ?? [])),
    );
    const formsOf = memoize((service: string) => [
      `arn:*:${service}:*:*:*`,
      ...(grantedOf(service) ?? []).flatMap((action) => context.arnFormsOf(action)),
    ]);
    const isInForce = mayApply(role);
    const allows = statementsOf(role).filter(({ statement }) => statement.effect === 'Allow' && isInForce(statement));
    const whole = allows.flatMap(({ statement }) =>
      (statement.action ?? []).flatMap((pattern) => {
        const match = WHOLE_SERVICE.exec(pattern);
        const service = match === null ? undefined : (match[1]?.toLowerCase() ?? '*');
        const effective = service === undefined ? undefined : grantedOf(service);
        if (service === undefined || effective === undefined) return [];
        if (service === '*') {
          const everything = statement.condition === undefined && coversEveryResource(statement);
          return everything ? [{ service, everywhere: true }] : [];
        }
        const everywhere =
          statement.condition === undefined &&
          (statement.resource === undefined ||
            statement.resource.some((resource) => spansType(resource, formsOf(service))));
        return [{ service, everywhere }];
      }),
    );
    if (whole.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const services = [...new Set(whole.map(({ service }) => service))].sort(byText);
    const used = assessment.actions
      .filter(
        ({ action, verdict }) => verdict === 'used' && (services.includes('*') || services.includes(serviceOf(action))),
      )
      .map(({ action }) => action)
      .sort(byText);
    const patterns = services.map((service) => (service === '*' ? '*' : `${service}:*`));
    return {
      kind: 'finding',
      draft: {
        severity: whole.some(({ everywhere }) => everywhere) ? 'MEDIUM' : 'LOW',
        title: services.includes('*')
          ? `${role.name} is granted every action that is not denied to it`
          : `${role.name} is granted all of ${counted(services.length, 'service')}`,
        description: `Granted by wildcard: ${listed(patterns, 12)}. ${
          used.length > 0 ? `Seen in use: ${listed(used, 10)}.` : 'None of it was seen in use where events are watched.'
        } A wildcard also grants what AWS will add to the service.`,
        reason: `${listed(patterns, 3)}; ${counted(used.length, 'action')} seen in use`,
        actions: [],
        remediation: `Replace ${listed(patterns, 6)} with the actions that ${servesTheAgentAlone(assessment) && used.every(belongsToTheAgent) ? 'its task definitions need: the ECS agent calls no others' : 'the application calls'}.`,
        evidence: { services: services.join(' '), usedActions: String(used.length) },
      },
    };
  });
}

/** The actions that nothing takes away; undefined where all of them are taken away. */
function leftOf(granted: readonly ActionVerdict[]): readonly Action[] | undefined {
  const left = granted.filter(({ verdict }) => verdict !== 'blocked');
  return granted.length > 0 && left.length === 0 ? undefined : left.map(({ action }) => action);
}
