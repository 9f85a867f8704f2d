import { listed } from '../base/format.ts';
import type { Action } from '../iam/action.ts';
import { evaluate, type IamRequest, type PolicySet } from '../iam/evaluate.ts';
import type { Role } from '../iam/role.ts';
import { sortPolicies } from '../iam/role-policies.ts';
import type { Diagnosis } from './diagnose.ts';

/** What the role's policies say today of an action that was refused. */
export interface GrantCheck {
  readonly action: Action;
  readonly granted: 'no' | 'yes' | 'blocked' | 'conditional' | 'unknown';
  /** As a sentence. */
  readonly because: string;
}

/** Compares what a diagnosis calls missing with the role's own policies and its boundary. */
export function checkGrants({ actions, resource }: Diagnosis, role: Role): readonly GrantCheck[] {
  const { identity, ceilings, context, unparsed } = sortPolicies(role, []);
  const boundary = ceilings.find((each) => each.kind === 'boundary')?.policies[0];
  const policies: PolicySet = { identity, ...(boundary && { boundary }) };
  const unread = [...role.unread, ...unparsed.map(({ source }) => `policy ${source.name} cannot be read`)];
  return actions.map((action) => {
    if (unread.length > 0)
      return {
        action,
        granted: 'unknown',
        because: `What ${role.name} grants is not wholly known: ${listed(unread, 2)}.`,
      };
    const request: IamRequest = { action, resource: resource === '' ? '*' : resource, context };
    const { decision, because } = evaluate(request, policies);
    const named = listed([...new Set(because.flatMap(({ statement }) => statement?.policy ?? []))].sort(), 3);
    switch (decision) {
      case 'allowed':
        return {
          action,
          granted: 'yes',
          because: `${role.name} grants ${action} today: the grant came later, or the policy of the resource, of the organization or of a VPC endpoint refuses it.`,
        };
      case 'explicitDeny':
        return {
          action,
          granted: 'blocked',
          because: `${role.name} is denied ${action} by ${named}, whatever grants it.`,
        };
      case 'conditional':
        return {
          action,
          granted: 'conditional',
          because: `${role.name} is granted ${action} under conditions that may not hold: ${named}.`,
        };
      default: {
        const withoutBoundary = evaluate(request, { identity }).decision;
        return boundary !== undefined && withoutBoundary === 'allowed'
          ? {
              action,
              granted: 'blocked',
              because: `${role.name} is granted ${action}, but the ${boundary.name} blocks it.`,
            }
          : {
              action,
              granted: 'no',
              because: `No policy of ${role.name} grants ${action}${resource === '' ? '' : ` on ${resource}`}.`,
            };
      }
    }
  });
}
