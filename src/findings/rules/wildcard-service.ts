import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { serviceOf } from '../../iam/action.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { grantsEverything } from '../is-administrator.ts';
import { statementsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';

const WHOLE_SERVICE = /^([a-z0-9-]+):\*+$/i;

/** Fires on `service:*`, with what the role was seen to use of the service. */
export const wildcardService = {
  id: 'wildcard-service',
  title: 'Role is granted every action of a service',
  motivation:
    'A wildcard over a service grants deletion along with reading, and whatever AWS adds to the service tomorrow.',
  severity: 'MEDIUM; LOW where the statements name resources or have conditions.',
  remediation: 'Replace the wildcard with the actions that the application calls.',
  page: { title: 'Security best practices in IAM', url: `${IAM_USER_GUIDE}/best-practices.html` },
  evidence: 'Every policy of the role.',
  notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
  classifier: 'Wildcard Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  return withRole(assessment, (role) => {
    const allows = statementsOf(role).filter(({ statement }) => statement.effect === 'Allow');
    if (allows.some(({ statement }) => grantsEverything(statement))) {
      return { kind: 'notApplicable', why: 'administrator-access covers it' };
    }
    const whole = allows.flatMap(({ statement }) =>
      (statement.action ?? []).flatMap((pattern) => {
        const service = WHOLE_SERVICE.exec(pattern)?.[1]?.toLowerCase();
        const everywhere = statement.resource?.includes('*') === true && statement.condition === undefined;
        return service === undefined ? [] : [{ service, everywhere }];
      }),
    );
    if (whole.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const services = [...new Set(whole.map(({ service }) => service))].sort(byText);
    const used = assessment.actions
      .filter(({ action, verdict }) => verdict === 'used' && services.includes(serviceOf(action)))
      .map(({ action }) => action)
      .sort(byText);
    const patterns = services.map((service) => `${service}:*`);
    return {
      kind: 'finding',
      draft: {
        severity: whole.some(({ everywhere }) => everywhere) ? 'MEDIUM' : 'LOW',
        title: `${role.name} is granted all of ${counted(services.length, 'service')}`,
        description: `Granted by wildcard: ${listed(patterns, 12)}. ${
          used.length > 0 ? `Seen in use: ${listed(used, 10)}.` : 'None of it was seen in use where events are watched.'
        } A wildcard also grants what AWS will add to the service.`,
        reason: `${listed(patterns, 3)}; ${counted(used.length, 'action')} seen in use`,
        actions: [],
        remediation: `Replace ${listed(patterns, 6)} with the actions that the application calls.`,
        evidence: { services: services.join(' '), usedActions: String(used.length) },
      },
    };
  });
}
