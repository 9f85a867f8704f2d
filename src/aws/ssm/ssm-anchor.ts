import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import type { LedgerAnchor } from '../../ports.ts';
import { awsErrorName, describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/** Keeps a ledger's anchor in a Systems Manager parameter of the session's Region, made when it is first written. */
export function createSsmAnchor(session: AwsSession, parameterName: string): LedgerAnchor {
  const name = `parameter "${parameterName}"`;

  function failure(verb: string, error: unknown, action: string): Error {
    const call = { action, region: session.region };
    return failureOf(`Cannot ${verb} ${name}: ${describeAwsError(error, call)}`, {
      cause: error,
      missing: missingPermission(error, call),
    });
  }

  async function put(text: string, overwrite: boolean): Promise<void> {
    await callApi(
      () => {
        const input = { Name: parameterName, Value: text, Type: 'String', Overwrite: overwrite } as const;
        return session.client(SSMClient).send(new PutParameterCommand(input), abortOptions(session.signal));
      },
      ({ Version }) => requireField(Version, 'Version'),
      undefined,
      session.signal,
    );
  }

  return {
    name,
    async read() {
      try {
        return await callApi(
          () => {
            const command = new GetParameterCommand({ Name: parameterName });
            return session.client(SSMClient).send(command, abortOptions(session.signal));
          },
          (answer) => requireField(answer.Parameter?.Value, 'Parameter.Value'),
          undefined,
          session.signal,
        );
      } catch (error) {
        if (awsErrorName(error) === 'ParameterNotFound') return undefined;
        throw failure('read', error, 'ssm:GetParameter');
      }
    },
    async create(text) {
      try {
        await put(text, false);
        return 'created';
      } catch (error) {
        if (awsErrorName(error) === 'ParameterAlreadyExists') return 'lostRace';
        throw failure('write', error, 'ssm:PutParameter');
      }
    },
    async replace(text) {
      try {
        await put(text, true);
      } catch (error) {
        throw failure('write', error, 'ssm:PutParameter');
      }
    },
  };
}
