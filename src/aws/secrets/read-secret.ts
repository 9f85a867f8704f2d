import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Fetched } from '../../base/missing-auditor-permission.ts';
import { problem, type Result } from '../../base/result.ts';
import type { SecretLocation } from '../../config/notification-settings.ts';
import { type AwsCall, describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/**
 * Fetches a secret and has it parsed; `parse` is given the name by which people know the secret, for its problems, which
 * must hold nothing of the value.
 */
export async function readSecret<T>(
  session: AwsSession,
  location: SecretLocation,
  parse: (value: string, name: string) => Result<T>,
): Promise<Fetched<T>> {
  const name =
    location.kind === 'secretsmanager' ? `secret "${location.secretId}"` : `parameter "${location.parameterName}"`;
  const call = callOf(location, session.region);
  try {
    const value =
      location.kind === 'secretsmanager'
        ? await secretValue(session, location.secretId)
        : await parameterValue(session, location.parameterName);
    return parse(value, name);
  } catch (error) {
    const missing = missingPermission(error, call);
    return { ...problem(`Cannot read ${name}: ${describeAwsError(error, call)}`), ...(missing && { missing }) };
  }
}

function callOf(location: SecretLocation, region: string): AwsCall {
  const [action, id] =
    location.kind === 'secretsmanager'
      ? ['secretsmanager:GetSecretValue', location.secretId]
      : ['ssm:GetParameter', location.parameterName];
  return { action, region, ...(id.startsWith('arn:') && { resource: id }) };
}

function secretValue(session: AwsSession, secretId: string): Promise<string> {
  return callApi(
    () => {
      const request = new GetSecretValueCommand({ SecretId: secretId });
      return session.client(SecretsManagerClient).send(request, abortOptions(session.signal));
    },
    (answer) => requireField(answer.SecretString, 'SecretString'),
  );
}

function parameterValue(session: AwsSession, parameterName: string): Promise<string> {
  return callApi(
    () => {
      const request = new GetParameterCommand({ Name: parameterName, WithDecryption: true });
      return session.client(SSMClient).send(request, abortOptions(session.signal));
    },
    (answer) => requireField(answer.Parameter?.Value, 'Parameter.Value'),
  );
}
