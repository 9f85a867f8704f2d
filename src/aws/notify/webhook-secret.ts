import type { Fetched } from '../../base/missing-permission.ts';
import { ok, problem, type Result } from '../../base/result.ts';
import type { AwsSession } from '../client/session.ts';
import { fieldsOfSecret, isSafeAddress, readSecret, type SecretLocation } from './secret-text.ts';

/** Fetches a webhook's URL. The URL is a credential: no message of a failure holds any of it. */
export function readWebhookUrl(session: AwsSession, secret: SecretLocation): Promise<Fetched<URL>> {
  return readSecret(session, secret, parseWebhookUrl);
}

/** Reads the URL out of a secret's value: the URL itself, or a JSON object with it under `url` or `webhookUrl`. */
export function parseWebhookUrl(value: string, name: string): Result<URL> {
  const form = 'expected an https URL, or a JSON object with one under "url" or "webhookUrl"';
  const text = value.trim().startsWith('{') ? urlInJson(value) : value.trim();
  if (text === undefined || !URL.canParse(text)) return problem(`Cannot use the value of ${name}: ${form}`);
  const url = new URL(text);
  if (isSafeAddress(url)) return ok(url);
  return problem(`Cannot use the value of ${name}: its scheme is "${url.protocol}", ${form}`);
}

function urlInJson(value: string): string | undefined {
  const fields = fieldsOfSecret(value);
  const url = fields?.['url'] ?? fields?.['webhookUrl'];
  return typeof url === 'string' ? url.trim() : undefined;
}
