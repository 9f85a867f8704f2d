import { type AccountId, isAccountId } from '../base/account-id.ts';
import { counted } from '../base/format.ts';
import { nameAtEnd } from '../base/name-at-end.ts';
import { ok, problem, type Result } from '../base/result.ts';

/** The ARN of an IAM role, with its path: `arn:aws:iam::123456789012:role/svc/team/app-task`. */
export type RoleArn = `arn:${string}:iam::${string}:role/${string}`;

/** The six parts of an ARN. `resource` keeps its own colons and slashes. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** Splits an ARN into its parts. */
export function parseArn(text: string): Result<Arn> {
  const parts = text.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) {
    return problem(
      `Cannot parse ARN "${text}": expected arn:partition:service:region:account:resource, found ${counted(parts.length, 'segment')}`,
    );
  }
  const [, partition = '', service = '', region = '', accountId = ''] = parts;
  const resource = parts.slice(5).join(':');
  if (partition === '' || service === '' || resource === '') {
    return problem(`Cannot parse ARN "${text}": partition, service and resource must not be empty`);
  }
  return ok({ partition, service, region, accountId, resource });
}

/** Whether `parseArn` can split a text, told without splitting it. */
export function isArn(text: string): boolean {
  if (!text.startsWith('arn:')) return false;
  const service = text.indexOf(':', 4) + 1;
  const region = text.indexOf(':', service) + 1;
  if (service < 6 || region < service + 2) return false;
  const accountId = text.indexOf(':', region) + 1;
  const resource = accountId === 0 ? 0 : text.indexOf(':', accountId) + 1;
  return resource !== 0 && resource < text.length;
}

/**
 * Reads the ARN of a role.
 *
 * @example
 * ```ts
 * parseRoleArn('arn:aws:iam::123456789012:role/my-app'); // → { ok: true, value: 'arn:aws:iam::123456789012:role/my-app' }
 * parseRoleArn('my-app').ok; // → false
 * ```
 */
export function parseRoleArn(text: string): Result<RoleArn> {
  const arn = parseArn(text);
  if (!arn.ok) return arn;
  const { service, accountId, resource } = arn.value;
  if (service !== 'iam' || !isAccountId(accountId) || !/^role\/.*[^/]$/.test(resource)) {
    return problem(`Cannot parse role ARN "${text}": expected arn:PARTITION:iam::123456789012:role/NAME`);
  }
  return ok(text as RoleArn);
}

/** The name at the end of a role ARN, unique in its account whatever the path. */
export function roleNameOf(arn: RoleArn): string {
  return nameAtEnd(arn);
}

/** The account that a role ARN names. */
export function accountOf(arn: RoleArn): AccountId {
  return (arn.split(':')[4] ?? '') as AccountId;
}

/** The partition that an ARN names: `aws`, `aws-cn`, `aws-us-gov`. */
export function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}
