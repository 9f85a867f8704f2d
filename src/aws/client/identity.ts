import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { parseAccountId } from '../../base/account-id.ts';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import { parseArn } from '../../iam/arn.ts';
import type { AccountIdentity, IdentityReader } from '../../ports.ts';
import { describeAwsError, missingPermission } from './aws-error.ts';
import { abortOptions, callApi, requireField, requireParsed } from './call-api.ts';
import type { AwsSession } from './session.ts';

/** Asks STS whose credentials these are. Throws where it cannot say: without it there is nothing to audit. */
export function createIdentityReader(session: AwsSession): IdentityReader {
  return {
    async identity(): Promise<AccountIdentity> {
      try {
        return await callApi(
          () => session.client(STSClient).send(new GetCallerIdentityCommand({}), abortOptions(session.signal)),
          (answer) => {
            const accountId = requireParsed(parseAccountId(requireField(answer.Account, 'Account')));
            const { partition } = requireParsed(parseArn(requireField(answer.Arn, 'Arn')));
            return { accountId, partition };
          },
        );
      } catch (error) {
        const call = { action: 'sts:GetCallerIdentity', region: session.region };
        const missing = missingPermission(error, call);
        const why =
          missing?.action === 'sts:AssumeRole' && missing.refusedBy === undefined
            ? notAssumed(missing.resource)
            : describeAwsError(error, call);
        throw failureOf(`Cannot tell which account to audit: ${why}`, { cause: error, missing });
      }
    },
  };
}

/** Credentials of a profile are had by a call of their own, which this one only waits for. */
function notAssumed(role = 'that the credentials come from'): string {
  return `the role ${role} could not be assumed (AccessDenied): its trust policy, or the policies of who assumes it, do not allow sts:AssumeRole`;
}
