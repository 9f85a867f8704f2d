import { ok, problem, type Result } from '../base/result.ts';
import { fieldsOfSecret, isSafeAddress } from './secret-value.ts';

/**
 * Reads the URL out of a secret's value: the URL itself, or a JSON object with it under `url` or `webhookUrl`.
 *
 * @param name what people call the secret; a problem holds it, and nothing of the value: the URL is a credential
 */
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
