import type { RoleArn } from '../../iam/arn.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { compileGlob, matchesGlob } from '../../iam/glob.ts';

/** A test of role ARNs: against the whole ARN where the pattern holds a colon, else against the name, in any case of letters. */
export function rolePattern(pattern: string): (roleArn: string) => boolean {
  if (pattern.includes(':')) {
    const glob = compileGlob(pattern, { caseSensitive: false });
    return (roleArn) => matchesGlob(glob, roleArn);
  }
  const matches = namePattern(pattern);
  return (roleArn) => matches(roleNameOf(roleArn as RoleArn));
}

/** Characters that no role name contains: only wildcards match them. */
const NO_NAME = '~'.repeat(64);

/** True for a pattern that matches every role of an account, however it is written: `*`, `arn:*`, `arn:aws:iam::123456789012:role/*`. */
export function isEveryRole(pattern: string): boolean {
  const partition = /aws(-[a-z]+)+/i.exec(pattern)?.[0] ?? 'aws';
  const account = /\d{12}/.exec(pattern)?.[0] ?? '000000000000';
  return rolePattern(pattern)(`arn:${partition}:iam::${account}:role/${NO_NAME}`);
}

/** A test of names, with `*` and `?`, in any case of letters. */
export function namePattern(pattern: string): (name: string) => boolean {
  const glob = compileGlob(pattern, { caseSensitive: false });
  return (name) => matchesGlob(glob, name);
}
