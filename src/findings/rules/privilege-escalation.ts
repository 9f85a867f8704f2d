import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { memoizeWeakly } from '../../base/memoize.ts';
import { arnOfLookup, type RoleLookup } from '../../iam/role.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { openPaths } from '../escalation/open-paths.ts';
import { isAdministrator } from '../is-administrator.ts';
import { unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { lowerSeverity } from '../severity.ts';

/** Fires on combinations of granted actions by which the role can escalate its privileges: give itself more permissions than it has. */
export const privilegeEscalation = {
  id: 'privilege-escalation',
  title: 'Role can escalate its privileges',
  motivation:
    'With these actions together, whoever takes over a container can act with permissions that the role was never meant to have.',
  severity:
    'CRITICAL where the actions are granted on all that they could be about, HIGH where they name resources, and where it takes something that exists and has a role of its own; one step milder where some of them are in use.',
  remediation: 'Remove the actions that complete the combination, or name the roles and resources they are meant for.',
  page: {
    title: 'Grant a user permissions to pass a role to an AWS service',
    url: `${IAM_USER_GUIDE}/id_roles_use_passrole.html`,
  },
  evidence:
    'Every policy of the role and its boundary; of roles that it may pass, whether they exist and whom they trust, where the audit reads them.',
  notApplicable: 'The role has administrator access, does not exist, or belongs to another account.',
  classifier: 'Privilege Escalation',
  probe,
} as const satisfies Rule;

const lookupsOf = memoizeWeakly((all: readonly RoleAssessment[]): ReadonlyMap<string, RoleLookup> => {
  return new Map(all.map(({ lookup }) => [arnOfLookup(lookup), lookup]));
});

function probe(assessment: RoleAssessment, context: RuleContext, all: readonly RoleAssessment[]): Outcome {
  return withRole(assessment, (role) => {
    if (isAdministrator(role)) {
      return { kind: 'notApplicable', why: 'administrator-access covers it: there is nothing left to escalate to' };
    }
    const lookupOf = (arn: string) =>
      lookupsOf(all).get(arn) ?? context.passableRoles?.find((lookup) => arnOfLookup(lookup) === arn);
    const open = openPaths({ role, assessment, lookupOf, arnFormsOf: context.arnFormsOf });
    if (open.length === 0) {
      const unread = unreadPolicies(role);
      return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: unread };
    }
    const actions = [...new Set(open.flatMap((way) => way.actions))].sort(byText);
    const everywhere = open.some((way) => way.everywhere);
    const needed = assessment.actions.filter(({ verdict }) => verdict === 'used' || verdict === 'required');
    const inUse = needed.some(({ action }) => actions.includes(action));
    const severity = open.some((way) => way.everywhere && way.path.takesExisting !== true) ? 'CRITICAL' : 'HIGH';
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
}
