import { memoize } from '../base/memoize.ts';
import { recordsGlobalEvents } from '../base/partition.ts';
import { type Action, serviceOf } from './action.ts';
import { evaluateCondition } from './condition/condition.ts';
import { namesAction } from './match-statement.ts';
import type { Statement } from './policy.ts';
import { roleContext } from './request-context.ts';
import type { RolePolicy } from './role.ts';
import type { GrantingRole } from './role-policies.ts';
import { allowsSessionTags } from './session-tags.ts';

/** The condition key, in lower case. */
const REQUESTED_REGION = 'aws:requestedregion';

/** Services whose calls may be recorded in another Region than the one that is asked, or have an endpoint for all Regions. */
const RECORDED_ELSEWHERE = /^(s3|s3express|s3-object-lambda|s3-outposts|sts)$/;

/** Of an action, the Regions in which no request of the role can be allowed. */
export type ClosedRegions = (action: Action) => readonly string[];

/**
 * Where organization policies deny a role everything but what they name, by the Region of the request (`aws:RequestedRegion`). Only denies
 * of every resource count, under conditions that certainly hold for each request of the role in the Region; and no Region in which
 * services without Regions are recorded. Service-linked roles are bound by no organization policy.
 */
export function closedRegions(
  levels: readonly (readonly RolePolicy[])[],
  role: GrantingRole,
  regions: readonly string[],
): ClosedRegions {
  if (role.arn.includes(':role/aws-service-role/')) return () => [];
  const sessionTagsPossible = !role.trustPolicy.ok || allowsSessionTags(role.trustPolicy.value);
  const context = roleContext({ ...role, sessionTagsPossible });
  const candidates = regions.filter((region) => !recordsGlobalEvents(region));
  const denies = levels.flat().flatMap(({ document }) => {
    if (!document.ok) return [];
    const { version, statements } = document.value;
    return statements.filter(asksForRegion).map((statement) => ({
      statement,
      regions: candidates.filter((region) => {
        const values = new Map([...context.values, [REQUESTED_REGION, [region]]]);
        return evaluateCondition(statement.condition, { version, context: { ...context, values } }).truth === true;
      }),
    }));
  });
  if (denies.every((deny) => deny.regions.length === 0)) return () => [];
  return memoize((action) => {
    if (RECORDED_ELSEWHERE.test(serviceOf(action).toLowerCase())) return [];
    const closed = denies.filter(({ statement }) => namesAction(statement, action)).flatMap((deny) => deny.regions);
    return [...new Set(closed)].sort();
  });
}

/** Whether a statement denies every resource by the Region of the request, in a way of which it is known how IAM compares. */
function asksForRegion({ effect, resource, notResource, condition = {} }: Statement): boolean {
  const asked = Object.entries(condition).flatMap(([operator, block]) =>
    Object.entries(block).flatMap(([key, values]) =>
      key.toLowerCase() === REQUESTED_REGION ? [{ operator, values }] : [],
    ),
  );
  return (
    effect === 'Deny' &&
    notResource === undefined &&
    resource?.includes('*') === true &&
    asked.length > 0 &&
    asked.every(({ operator, values }) => /^(ForA\w+:)?String/i.test(operator) && values.length > 0)
  );
}
