import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import type { IncompleteReason } from '../../base/incomplete.ts';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import { policyTitle } from '../../iam/policy-title.ts';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import { incompletePart } from './incomplete-part.ts';

/** One role as the bulk listing gives it, with what could not be read. */
export interface OwnRoleDetail {
  readonly detail: RoleDetail;
  readonly incomplete: readonly IncompleteReason[];
}

/**
 * Reads one role by name, in the form of the bulk listing. Throws where GetRole fails (`NoSuchEntity` among others);
 * policies and lists of policies that cannot be read are named in `incomplete`; an inline policy keeps its place without document.
 */
export async function readRoleDetail(
  session: AwsSession,
  roleName: string,
  limiter: RateLimiter,
): Promise<OwnRoleDetail> {
  const client = session.client(IAMClient);
  const end = abortOptions(session.signal);
  const incomplete: IncompleteReason[] = [];
  const detail = await callApi(
    () => client.send(new GetRoleCommand({ RoleName: roleName }), end),
    (answer): RoleDetail => ({ ...requireField(answer.Role, 'Role') }),
    limiter,
    session.signal,
  );
  detail.RolePolicyList = [];
  detail.AttachedManagedPolicies = [];

  try {
    const listing = pages((marker) =>
      callApi(
        () => client.send(new ListRolePoliciesCommand({ RoleName: roleName, Marker: marker }), end),
        (answer): Page<string> => ({
          items: requireField(answer.PolicyNames, 'PolicyNames'),
          next: requireField(answer.IsTruncated, 'IsTruncated') ? requireField(answer.Marker, 'Marker') : undefined,
        }),
        limiter,
        session.signal,
      ),
    );
    for await (const names of listing) {
      for (const name of names) {
        detail.RolePolicyList.push({
          PolicyName: name,
          PolicyDocument: await readInlinePolicy(session, roleName, name, limiter).catch((error: unknown) => {
            incomplete.push(incompletePart(policyTitle({ kind: 'inline', name }), error, 'iam:GetRolePolicy'));
            return undefined;
          }),
        });
      }
    }
  } catch (error) {
    incomplete.push(incompletePart('inline policies', error, 'iam:ListRolePolicies'));
  }

  try {
    const listing = pages((marker) =>
      callApi(
        () => client.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName, Marker: marker }), end),
        (answer) => ({
          items: requireField(answer.AttachedPolicies, 'AttachedPolicies'),
          next: requireField(answer.IsTruncated, 'IsTruncated') ? requireField(answer.Marker, 'Marker') : undefined,
        }),
        limiter,
        session.signal,
      ),
    );
    for await (const attached of listing) detail.AttachedManagedPolicies.push(...attached);
  } catch (error) {
    incomplete.push(incompletePart('attached policies', error, 'iam:ListAttachedRolePolicies'));
  }
  return { detail, incomplete };
}

function readInlinePolicy(
  session: AwsSession,
  roleName: string,
  policyName: string,
  limiter: RateLimiter,
): Promise<string> {
  return callApi(
    () => {
      const request = new GetRolePolicyCommand({ RoleName: roleName, PolicyName: policyName });
      return session.client(IAMClient).send(request, abortOptions(session.signal));
    },
    (answer) => requireField(answer.PolicyDocument, 'PolicyDocument'),
    limiter,
    session.signal,
  );
}
