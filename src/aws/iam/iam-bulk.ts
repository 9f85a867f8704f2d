import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  type ManagedPolicyDetail,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import type { ManagedPolicies } from './iam-managed-policies.ts';

/** What the bulk listing came to. */
export interface BulkRoles {
  /** The roles asked for, by name. */
  readonly roles: ReadonlyMap<string, RoleDetail>;
  /** True when the listing was read to its end: a role not in it does not exist. */
  readonly complete: boolean;
  /** Why it ended early, where an error ended it. */
  readonly error?: unknown;
}

/**
 * Reads GetAccountAuthorizationDetails, keeping the roles named and every managed policy on the way. Stops after
 * `pageBudget` pages: then asking role by role is no more work.
 */
export async function readBulkRoles(
  session: AwsSession,
  names: ReadonlySet<string>,
  policies: ManagedPolicies,
  limiter: RateLimiter,
  pageBudget: number,
): Promise<BulkRoles> {
  const roles = new Map<string, RoleDetail>();
  let read = 0;
  try {
    for await (const page of listing(session, limiter)) {
      for (const entry of page) {
        for (const role of entry.roles) {
          if (role.RoleName !== undefined && names.has(role.RoleName)) roles.set(role.RoleName, role);
        }
        for (const policy of entry.policies) policies.learn(policy);
        read += 1;
        if (!entry.last && read >= pageBudget) return { roles, complete: false };
      }
    }
    return { roles, complete: true };
  } catch (error) {
    return { roles, complete: false, error };
  }
}

interface BulkPage {
  readonly roles: readonly RoleDetail[];
  readonly policies: readonly ManagedPolicyDetail[];
  readonly last: boolean;
}

function listing(session: AwsSession, limiter: RateLimiter): AsyncGenerator<readonly BulkPage[]> {
  return pages((marker) =>
    callApi(
      () =>
        session.client(IAMClient).send(
          new GetAccountAuthorizationDetailsCommand({
            Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
            MaxItems: 1000,
            Marker: marker,
          }),
          abortOptions(session.signal),
        ),
      (answer): Page<BulkPage> => {
        const truncated = requireField(answer.IsTruncated, 'IsTruncated');
        const page = {
          roles: requireField(answer.RoleDetailList, 'RoleDetailList'),
          policies: requireField(answer.Policies, 'Policies'),
          last: !truncated,
        };
        return { items: [page], next: truncated ? requireField(answer.Marker, 'Marker') : undefined };
      },
      limiter,
      session.signal,
    ),
  );
}
