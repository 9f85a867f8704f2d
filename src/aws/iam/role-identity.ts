import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { parseRoleArn, type RoleArn, roleNameOf } from '../../iam/arn.ts';
import { awsErrorName } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField, requireParsed } from '../client/call-api.ts';
import { IAM_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** What tells a role from others, in one call. Undefined where there is no such role; throws where IAM does not say. */
export async function readRoleIdentity(
  session: AwsSession,
  arn: RoleArn,
): Promise<{ readonly arn: RoleArn; readonly name: string; readonly roleId: string } | undefined> {
  try {
    return await callApi(
      () =>
        session.client(IAMClient).send(new GetRoleCommand({ RoleName: roleNameOf(arn) }), abortOptions(session.signal)),
      ({ Role }) => ({
        arn: requireParsed(parseRoleArn(requireField(Role?.Arn, 'Role.Arn'))),
        name: requireField(Role?.RoleName, 'Role.RoleName'),
        roleId: requireField(Role?.RoleId, 'Role.RoleId'),
      }),
      session.rateLimiter(IAM_READS),
      session.signal,
    );
  } catch (error) {
    if (awsErrorName(error).startsWith('NoSuchEntity')) return undefined;
    throw error;
  }
}
