import { ok, problem, type Result } from '../base/result.ts';
import { fieldsOfSecret, isSafeAddress } from './secret-value.ts';
import type { SlackAccess } from './slack-channel-notifier.ts';

const FORM = 'expected a bot token (xoxb-…), or a JSON object with one under "token"';

/**
 * Reads the token out of a secret's value: the token itself, or a JSON object with `token` and, if need be, `apiUrl`.
 *
 * @param name what people call the secret; a problem holds it, and nothing of the value
 */
export function parseSlackToken(value: string, name: string): Result<SlackAccess> {
  const fields = fieldsOfSecret(value);
  const given = fields === undefined ? value : fields['token'];
  const token = typeof given === 'string' ? given.trim() : '';
  if (!/^xox[a-z](\.xox[a-z])?-[\w.-]+$/.test(token)) return problem(`Cannot use the value of ${name}: ${FORM}`);
  const place = fields?.['apiUrl'];
  if (place === undefined) return ok({ token });
  const form = 'expected "apiUrl" to be an https URL such as https://slack-gov.com/api/';
  if (typeof place !== 'string' || !URL.canParse(place)) return problem(`Cannot use the value of ${name}: ${form}`);
  const apiUrl = new URL(place);
  return isSafeAddress(apiUrl) ? ok({ token, apiUrl }) : problem(`Cannot use the value of ${name}: ${form}`);
}
