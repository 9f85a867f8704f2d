import type { RoleArn } from '../iam/arn.ts';
import { roleNameOf } from '../iam/arn.ts';
import { compileGlob, matchesGlob } from '../iam/glob.ts';

/** A test of role ARNs: against the whole ARN where the pattern holds a colon, else against the name, in any case of letters. */
export function rolePattern(pattern: string): (roleArn: string) => boolean {
  if (pattern.includes(':')) {
    const glob = compileGlob(pattern, { caseSensitive: false });
    return (roleArn) => matchesGlob(glob, roleArn);
  }
  const matches = namePattern(pattern);
  return (roleArn) => matches(roleNameOf(roleArn as RoleArn));
}

/** A test of names, with `*` and `?`, in any case of letters. */
export function namePattern(pattern: string): (name: string) => boolean {
  const glob = compileGlob(pattern, { caseSensitive: false });
  return (name) => matchesGlob(glob, name);
}
