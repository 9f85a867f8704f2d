import { looksSecret } from '../base/looks-secret.ts';

/** Stands where a task definition names no stored value, but what looks like the value itself. */
export const NOT_SHOWN = '(not shown)';

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[\x21-\x7e]{1,2048}$/;
/** "Constraints on parameter names" (Systems Manager), with a version or label. */
const PARAMETER = /^[\w./-]{1,1011}(?::[\w.-]{1,100})?$/;
/** The names of secrets (Secrets Manager, CreateSecret), which Parameter Store passes on. */
const SECRET = /^[\w/+=.@-]{1,512}$/;
const PASSED_ON = '/aws/reference/secretsmanager/';

/**
 * What may be kept of a reference to a stored value: ARNs and names of parameters or secrets. Whoever pastes the value itself there has
 * a task that does not start, and a secret that everybody may read who may describe the task definition; it is not passed on. A
 * short password of letters and digits cannot be told from a name.
 *
 * @param bareNamesIn where a name without an ARN is looked up
 * @example
 * ```ts
 * storedReference('/prod/db-password', 'ssm'); // → '/prod/db-password'
 * storedReference('correct horse battery', 'ssm'); // → '(not shown)'
 * ```
 */
export function storedReference(value: string, bareNamesIn: 'secretsmanager' | 'ssm'): string {
  if (looksSecret(value)) return NOT_SHOWN;
  if (ARN.test(value) || value === '') return value;
  if (value.startsWith(PASSED_ON)) return SECRET.test(value) ? value : NOT_SHOWN;
  const isName = (bareNamesIn === 'ssm' ? PARAMETER : SECRET).test(value);
  return isName && (value.startsWith('/') || !isRandom(value)) ? value : NOT_SHOWN;
}

/** The same of a `credentialsParameter`. */
export function parameterOf(
  credentials: { readonly credentialsParameter?: string | undefined } | null | undefined,
  bareNamesIn: 'secretsmanager' | 'ssm',
): string | undefined {
  const value = credentials?.credentialsParameter;
  return value === undefined ? undefined : storedReference(value, bareNamesIn);
}

const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;
const JSON_WEB_TOKEN = /^eyJ[\w-]+\./;
/** Letters and digits in a row in which they alternate more often than names do: keys and tokens. */
const LONG_RUN = /[A-Za-z0-9]{16,}/g;
const MOST_CHANGES = 3;

function isRandom(value: string): boolean {
  if (UUID.test(value) || JSON_WEB_TOKEN.test(value)) return true;
  const runs = value.match(LONG_RUN) ?? [];
  return runs.some((run) => (run.match(/[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])/g) ?? []).length > MOST_CHANGES);
}
