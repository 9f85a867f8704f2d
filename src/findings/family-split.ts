import { byText } from '../base/by-text.ts';
import type { Action } from '../iam/action.ts';

/**
 * Which families could go on sharing a role, going by what each used: those that used nothing that another of the group
 * did not use. Groups, and the families in each, are in order of name; each family is in one.
 */
export function familySplit(usedByFamily: ReadonlyMap<string, readonly Action[]>): readonly (readonly string[])[] {
  const widestFirst = [...usedByFamily]
    .map(([family, actions]) => ({ family, used: new Set(actions.map((action) => action.toLowerCase())) }))
    .sort((a, b) => b.used.size - a.used.size || byText(a.family, b.family));
  const groups: { readonly used: ReadonlySet<string>; readonly families: string[] }[] = [];
  for (const { family, used } of widestFirst) {
    const group = groups.find((each) => used.isSubsetOf(each.used));
    if (group === undefined) groups.push({ used, families: [family] });
    else group.families.push(family);
  }
  return groups.map(({ families }) => families.sort(byText)).sort(([a = ''], [b = '']) => byText(a, b));
}
