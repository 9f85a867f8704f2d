import { counted, listed } from '../../base/format.ts';
import { grantedOnEverything } from '../granted-on-everything.ts';
import { type Impact, impactOf, SEVERITY_OF_IMPACT } from '../impact.ts';
import { isAdministrator } from '../is-administrator.ts';
import { byText, unreadPolicies, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';
import { lowerSeverity, worstSeverity } from '../severity.ts';

const SENSITIVE: ReadonlySet<Impact> = new Set(['escalate', 'permissions', 'secrets']);

/** Fires on sensitive actions that could be granted on named resources and are granted on all. */
export const wildcardResource: Probe = (assessment, _all, context) =>
  withRole(assessment, (role) => {
    if (isAdministrator(role)) {
      return { kind: 'notApplicable', why: 'administrator-access covers it' };
    }
    const wide = assessment.actions.filter(
      (verdict) =>
        verdict.verdict !== 'blocked' &&
        SENSITIVE.has(impactOf(verdict.action, context.accessLevelOf)) &&
        context.hasResourceTypes(verdict.action) &&
        grantedOnEverything(verdict, role),
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
        description: `On "Resource": "*": ${listed(actions, 12)}. ${
          seen.length > 0
            ? `Resources seen in use: ${listed(seen, 6)}.`
            : 'No resource was seen in use where events are watched.'
        }`,
        reason: `${listed(actions, 3)} on every resource`,
        actions,
        remediation: `Name in the Resource element what ${listed(actions, 4)} ${actions.length === 1 ? 'is' : 'are'} meant for.`,
        evidence: { actions: String(actions.length), resourcesSeen: seen.slice(0, 20).join(' ') },
      },
    };
  });
