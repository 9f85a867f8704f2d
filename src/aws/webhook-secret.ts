import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ok, problem, type Result } from '../base/result.ts';
import { ask, endingAt, present } from './ask.ts';
import { describeAwsError } from './aws-error.ts';
import type { AwsSession } from './session.ts';

/** Where the webhook's URL is kept: a secret's name or ARN, or a parameter's name or ARN. */
export type WebhookSecret =
  | { readonly kind: 'secretsmanager'; readonly secretId: string }
  | { readonly kind: 'ssm'; readonly parameterName: string };

/** Fetches a webhook's URL. The URL is a credential: no message of a failure holds any of it. */
export async function readWebhookUrl(session: AwsSession, secret: WebhookSecret): Promise<Result<URL>> {
  const name = secret.kind === 'secretsmanager' ? `secret "${secret.secretId}"` : `parameter "${secret.parameterName}"`;
  const action = secret.kind === 'secretsmanager' ? 'secretsmanager:GetSecretValue' : 'ssm:GetParameter';
  try {
    const value =
      secret.kind === 'secretsmanager'
        ? await secretValue(session, secret.secretId)
        : await parameterValue(session, secret.parameterName);
    return parseWebhookUrl(value, name);
  } catch (error) {
    return problem(`Cannot read ${name}: ${describeAwsError(error, { action, region: session.region })}`);
  }
}

/** Reads the URL out of a secret's value: the URL itself, or a JSON object with it under `url` or `webhookUrl`. */
export function parseWebhookUrl(value: string, name: string): Result<URL> {
  const form = 'expected an https URL, or a JSON object with one under "url" or "webhookUrl"';
  const text = value.trim().startsWith('{') ? urlInJson(value) : value.trim();
  if (text === undefined || !URL.canParse(text)) return problem(`Cannot use the value of ${name}: ${form}`);
  const url = new URL(text);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return ok(url);
  return problem(`Cannot use the value of ${name}: its scheme is "${url.protocol}", ${form}`);
}

function urlInJson(value: string): string | undefined {
  try {
    const fields = JSON.parse(value) as Record<string, unknown>;
    const url = fields['url'] ?? fields['webhookUrl'];
    return typeof url === 'string' ? url.trim() : undefined;
  } catch {
    return undefined;
  }
}

function secretValue(session: AwsSession, secretId: string): Promise<string> {
  return ask(
    () => {
      const request = new GetSecretValueCommand({ SecretId: secretId });
      return session.client(SecretsManagerClient).send(request, endingAt(session.signal));
    },
    (answer) => present(answer.SecretString, 'SecretString'),
  );
}

function parameterValue(session: AwsSession, parameterName: string): Promise<string> {
  return ask(
    () => {
      const request = new GetParameterCommand({ Name: parameterName, WithDecryption: true });
      return session.client(SSMClient).send(request, endingAt(session.signal));
    },
    (answer) => present(answer.Parameter?.Value, 'Parameter.Value'),
  );
}
