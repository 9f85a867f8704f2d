import { nameAtEnd } from '../base/name-at-end.ts';
import { parseArn, parseRoleArn, type RoleArn } from '../iam/arn.ts';
import { asObject, type JsonObject, textAt } from './json.ts';
import type { RolePrincipal } from './observation.ts';

/**
 * The role whose session made the call: the session issuer's ARN (with the role's path) and principal id, or, in
 * records without one, the role name of the STS ARN. `undefined` for every other kind of caller; an ARN elsewhere in
 * the record is never taken for the caller ("CloudTrail userIdentity element").
 *
 * Calls that a service made on with the role's own session (`invokedBy`, forward access sessions) are the role's.
 */
export function rolePrincipalOf(userIdentity: JsonObject): RolePrincipal | undefined {
  if (!isRoleSession(userIdentity)) return undefined;
  const issuer = asObject(asObject(userIdentity['sessionContext'])?.['sessionIssuer']);
  const issuerType = textAt(issuer, 'type');
  if (issuerType !== undefined && issuerType !== 'Role') return undefined;
  const arn = roleArnOf(textAt(issuer, 'arn')) ?? roleArnOf(textAt(userIdentity, 'arn'));
  const session = assumedRoleOf(textAt(userIdentity, 'arn'));
  const [idOfCaller, sessionOfCaller] = splitPrincipalId(textAt(userIdentity, 'principalId'));
  const name = arn === undefined ? (textAt(issuer, 'userName') ?? session?.name) : nameAtEnd(arn);
  const accountId =
    (arn === undefined ? undefined : parseAccount(arn)) ??
    textAt(issuer, 'accountId') ??
    session?.accountId ??
    textAt(userIdentity, 'accountId');
  if (name === undefined || accountId === undefined) return undefined;
  // An id that is none (masked, say) must not make the calls those of a former role.
  const roleId = splitPrincipalId(textAt(issuer, 'principalId'))[0] ?? idOfCaller;
  const sessionName = session?.sessionName ?? sessionOfCaller;
  const invokedBy = textAt(userIdentity, 'invokedBy');
  return {
    ...(arn === undefined ? {} : { arn }),
    name,
    accountId,
    ...(roleId === undefined ? {} : { roleId }),
    ...(invokedBy === undefined ? {} : { invokedBy }),
    ...(sessionName === undefined ? {} : { sessionName }),
  };
}

/** Whether the record claims to be of a role, whoever's: by its type or, where CloudTrail cannot tell it, by the principal's id. */
export function isRoleSession(userIdentity: JsonObject): boolean {
  const type = userIdentity['type'];
  if (type === 'Unknown') return splitPrincipalId(textAt(userIdentity, 'principalId'))[0] !== undefined;
  return type === 'AssumedRole' || type === 'Role';
}

const PRINCIPALS = new Set<unknown>([
  'AssumedRole',
  'Role',
  'IAMUser',
  'FederatedUser',
  'Root',
  'SAMLUser',
  'WebIdentityUser',
]);

/** Whether an identity is a principal's own, and no service's. */
export function carriesPrincipal(userIdentity: JsonObject): boolean {
  return PRINCIPALS.has(userIdentity['type']) || isRoleSession(userIdentity);
}

function roleArnOf(text: string | undefined): RoleArn | undefined {
  if (text === undefined) return undefined;
  const arn = parseRoleArn(text);
  return arn.ok ? arn.value : undefined;
}

function parseAccount(arn: string): string | undefined {
  const parsed = parseArn(arn);
  return parsed.ok ? parsed.value.accountId : undefined;
}

/** `arn:aws:sts::123456789012:assumed-role/NAME/SESSION`: no path. */
function assumedRoleOf(
  text: string | undefined,
): { readonly name: string; readonly accountId: string; readonly sessionName?: string } | undefined {
  const arn = text === undefined ? undefined : parseArn(text);
  if (arn === undefined || !arn.ok || arn.value.service !== 'sts') return undefined;
  const [kind, name, ...session] = arn.value.resource.split('/');
  if (kind !== 'assumed-role' || name === undefined || name === '') return undefined;
  const sessionName = session.join('/');
  return { name, accountId: arn.value.accountId, ...(sessionName === '' ? {} : { sessionName }) };
}

/** `AROA…:session`. Ids of other kinds of principal (AIDA…, ASIA…) are no role's. */
function splitPrincipalId(text: string | undefined): readonly [string | undefined, string | undefined] {
  const match = /^(AROA[A-Z0-9]+)(?::(.+))?$/.exec(text ?? '');
  return [match?.[1], match?.[2]];
}
