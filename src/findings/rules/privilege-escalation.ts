import { counted, listed } from '../../base/format.ts';
import type { ActionVerdict } from '../../rightsize/verdict.ts';
import { ESCALATION_PATHS, type EscalationPath } from '../escalation-paths.ts';
import { grantedOnEverything } from '../granted-on-everything.ts';
import { isAdministrator } from '../is-administrator.ts';
import { byText, unreadPolicies, withRole } from '../role-facts.ts';
import type { Probe } from '../rule.ts';
import { lowerSeverity } from '../severity.ts';

/** Fires on combinations of granted actions by which the role can escalate its privileges: give itself more permissions than it has. */
export const privilegeEscalation: Probe = (assessment) =>
  withRole(assessment, (role) => {
    if (isAdministrator(role)) {
      return { kind: 'notApplicable', why: 'administrator-access covers it: there is nothing left to escalate to' };
    }
    const granted = new Map(
      assessment.actions
        .filter(({ verdict }) => verdict !== 'blocked')
        .map((verdict) => [verdict.action.toLowerCase(), verdict]),
    );
    const open = ESCALATION_PATHS.flatMap((path) => {
      const by = waysOf(path, granted);
      return by === undefined ? [] : [{ path, by }];
    });
    if (open.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const involved = new Set(open.flatMap(({ by }) => by));
    const actions = [...involved].map(({ action }) => action).sort(byText);
    const everywhere = open.some(({ by }) => by.every((verdict) => grantedOnEverything(verdict, role)));
    const inUse = [...involved].some(({ verdict }) => verdict === 'used' || verdict === 'required');
    const severity = everywhere ? 'CRITICAL' : 'HIGH';
    return {
      kind: 'finding',
      draft: {
        // What the role needs for its work cannot simply be taken away; what nobody uses serves an intruder alone.
        severity: inUse ? lowerSeverity(severity) : severity,
        title: `${role.name} can escalate its privileges in ${counted(open.length, 'way')}`,
        description: `Whoever holds the role could ${listed(
          open.map(({ path }) => path.could),
          6,
        )}. By ${listed(actions, 12)}${
          everywhere ? ', on every resource' : ', on the resources that the statements name'
        }. ${inUse ? 'Some of these are in use.' : 'None of these was seen in use.'}`,
        reason: `could ${open[0]?.path.could ?? ''}`,
        actions,
        remediation: inUse
          ? `Name the roles and resources in the statements that grant ${listed(actions, 4)}, and set a permissions boundary.`
          : `Remove ${listed(actions, 6)}.`,
        evidence: { ways: String(open.length), inUse: String(inUse), onEveryResource: String(everywhere) },
      },
    };
  });

/** The granted actions that open the path; undefined where one is missing. */
function waysOf(
  path: EscalationPath,
  granted: ReadonlyMap<string, ActionVerdict>,
): readonly ActionVerdict[] | undefined {
  const found: ActionVerdict[] = [];
  for (const need of path.needs) {
    const any = (typeof need === 'string' ? [need] : need).flatMap((action) => granted.get(action) ?? []);
    if (any.length === 0) return undefined;
    found.push(...any);
  }
  return found;
}
