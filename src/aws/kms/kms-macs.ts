import { GenerateMacCommand, KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import type { LedgerAuthenticator } from '../../ports.ts';
import { awsErrorName, describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { KMS_MACS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** Makes and verifies codes with a KMS key of the kind HMAC_256, given by its ARN, in the key's own Region. */
export function createKmsMacs(session: AwsSession, keyArn: string): Pick<LedgerAuthenticator, 'macOf' | 'verify'> {
  const region = keyArn.split(':')[3] ?? session.region;
  const limiter = session.rateLimiter(KMS_MACS, region);
  const asked = { KeyId: keyArn, MacAlgorithm: 'HMAC_SHA_256' } as const;

  function failure(error: unknown, action: string): Error {
    const call = { action, region, resource: keyArn };
    return failureOf(`Cannot use the key ${keyArn}: ${describeAwsError(error, call)}`, {
      cause: error,
      missing: missingPermission(error, call),
    });
  }

  return {
    async macOf(message) {
      try {
        return await callApi(
          () => {
            const command = new GenerateMacCommand({ ...asked, Message: Buffer.from(message) });
            return session.client(KMSClient, region).send(command, abortOptions(session.signal));
          },
          ({ Mac }) => Buffer.from(requireField(Mac, 'Mac')).toString('base64'),
          limiter,
          session.signal,
        );
      } catch (error) {
        throw failure(error, 'kms:GenerateMac');
      }
    },
    async verify(message, mac) {
      try {
        return await callApi(
          () => {
            const given = { Message: Buffer.from(message), Mac: Buffer.from(mac, 'base64') };
            const command = new VerifyMacCommand({ ...asked, ...given });
            return session.client(KMSClient, region).send(command, abortOptions(session.signal));
          },
          ({ MacValid }) => requireField(MacValid, 'MacValid'),
          limiter,
          session.signal,
        );
      } catch (error) {
        // AWS KMS API Reference, "VerifyMac": a code that does not match is an error, not an answer.
        if (awsErrorName(error) === 'KMSInvalidMacException') return false;
        throw failure(error, 'kms:VerifyMac');
      }
    },
  };
}
