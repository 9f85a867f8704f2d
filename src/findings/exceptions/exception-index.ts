import type { RoleArn } from '../../iam/arn.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { isWild } from '../../iam/pattern.ts';
import type { Exception } from './exception.ts';
import { rolePattern } from './role-pattern.ts';

/** Returns the exceptions for a role and a rule, in the order in which they were written. */
export type ExceptionIndex = (roleArn: string, rule: string) => readonly Exception[];

/**
 * Makes exceptions ready for many questions: those that name one role are looked up, so that a tag on each of thousands of roles costs
 * no more than the roles do.
 */
export function indexExceptions(exceptions: readonly Exception[]): ExceptionIndex {
  const named = new Map<string, number[]>();
  const wild: { readonly place: number; readonly matches: (roleArn: string) => boolean }[] = [];
  for (const [place, { role }] of exceptions.entries()) {
    if (isWild(role)) wild.push({ place, matches: rolePattern(role) });
    else named.set(role.toLowerCase(), [...(named.get(role.toLowerCase()) ?? []), place]);
  }
  const ofRole = new Map<string, readonly Exception[]>();
  const aboutRole = (roleArn: string): readonly Exception[] => {
    const known = ofRole.get(roleArn);
    if (known !== undefined) return known;
    const arn = roleArn.toLowerCase();
    const places = [
      ...(named.get(arn) ?? []),
      ...(named.get(roleNameOf(arn as RoleArn)) ?? []),
      ...wild.filter(({ matches }) => matches(roleArn)).map(({ place }) => place),
    ];
    const found = places.sort((a, b) => a - b).flatMap((place) => exceptions[place] ?? []);
    ofRole.set(roleArn, found);
    return found;
  };
  return (roleArn, rule) =>
    aboutRole(roleArn).filter(({ rules }) => rules === 'all' || (rules as readonly string[]).includes(rule));
}
