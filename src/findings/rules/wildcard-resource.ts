import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import { belongsToTheAgent } from '../agent-actions.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { grantedOnEverything } from '../granted-on-everything.ts';
import { type Impact, impactOf, SEVERITY_OF_IMPACT } from '../impact.ts';
import { isAdministrator } from '../is-administrator.ts';
import { servesTheAgentAlone, unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { lowerSeverity, worstSeverity } from '../severity.ts';

const SENSITIVE: ReadonlySet<Impact> = new Set(['escalate', 'permissions', 'secrets']);

/** Fires on sensitive actions that could be granted on named resources and are granted on all. */
export const wildcardResource = {
  id: 'wildcard-resource',
  title: 'Role is granted sensitive actions on every resource',
  motivation:
    'An action that hands out secrets or changes permissions reaches every secret and every policy of the account.',
  severity:
    'One step milder than the impact of the worst action: HIGH for escalation, MEDIUM for permissions and secrets.',
  remediation:
    'Name the resources that the actions are meant for; from an execution role, remove what the ECS agent never calls.',
  page: {
    title: 'IAM JSON policy elements: Resource',
    url: `${IAM_USER_GUIDE}/reference_policies_elements_resource.html`,
  },
  evidence: 'Every policy of the role, and the catalogue of actions with their resource types.',
  notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
  classifier: 'Wildcard Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    if (isAdministrator(role)) {
      return { kind: 'notApplicable', why: 'administrator-access covers it' };
    }
    const isOnEverything = grantedOnEverything(role);
    const wide = assessment.actions.filter(
      (verdict) =>
        verdict.verdict !== 'blocked' &&
        SENSITIVE.has(impactOf(verdict.action, context.accessLevelOf)) &&
        isOnEverything(verdict.action, context.arnFormsOf(verdict.action)),
    );
    if (wide.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const actions = wide.map(({ action }) => action).sort(byText);
    const seen = [...new Set(wide.flatMap(({ resources }) => resources))].sort(byText);
    const worst = worstSeverity(wide.map(({ action }) => SEVERITY_OF_IMPACT[impactOf(action, context.accessLevelOf)]));
    return {
      kind: 'finding',
      draft: {
        severity: lowerSeverity(worst),
        title: `${role.name} is granted ${counted(actions.length, 'sensitive action')} on every resource`,
        description: `On every resource, be it by "*" or by an ARN that takes in all of a kind: ${listed(actions, 12)}. ${
          seen.length > 0
            ? `Resources seen in use: ${listed(seen, 6)}.`
            : 'No resource was seen in use where events are watched.'
        }`,
        reason: `${listed(actions, 3)} on every resource`,
        actions,
        remediation: remediation(assessment, wide),
        evidence: { actions: String(actions.length), resourcesSeen: seen.slice(0, 20).join(' ') },
      },
    };
  });
}

/** What the agent never calls leaves an execution role, as `application-permissions-on-execution-role` has it. */
function remediation(assessment: RoleAssessment, wide: readonly ActionVerdict[]): string {
  const isForeign = ({ action, verdict }: ActionVerdict): boolean =>
    servesTheAgentAlone(assessment) && verdict !== 'used' && !belongsToTheAgent(action);
  const foreign = wide.filter(isForeign).map(({ action }) => action);
  const own = wide.filter((one) => !isForeign(one)).map(({ action }) => action);
  return [
    own.length > 0
      ? `Name in the Resource element what ${listed(own.sort(byText), 4)} ${own.length === 1 ? 'is' : 'are'} meant for.`
      : '',
    foreign.length > 0
      ? `Remove ${listed(foreign.sort(byText), 4)}: the ECS agent, which is all that uses an execution role, never calls ${foreign.length === 1 ? 'it' : 'these'}.`
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
