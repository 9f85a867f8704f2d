import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Fetched } from '../../base/missing-permission.ts';
import { problem, type Result } from '../../base/result.ts';
import { type AwsCall, describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';

/** Where a webhook's URL or a token is kept, by name or ARN. Never the text itself. */
export type SecretLocation =
  | { readonly kind: 'secretsmanager'; readonly secretId: string }
  | { readonly kind: 'ssm'; readonly parameterName: string };

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

/** The members of a secret that is a JSON object; `undefined` for any other text. */
export function fieldsOfSecret(value: string): Readonly<Record<string, unknown>> | undefined {
  if (!value.trim().startsWith('{')) return undefined;
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** True for an address to which a secret may be sent: https, or this machine's own. */
export function isSafeAddress(url: URL): boolean {
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback);
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
