import type { SessionPrefix } from '../cloudtrail/trail-settings/session-filter.ts';
import type { AdvancedSelector } from '../cloudtrail/trail-settings/trail.ts';

/** "Quotas in AWS CloudTrail": values of all conditions of a trail together. */
export const MOST_VALUES = 500;

/** What is to be recorded of one role. */
export interface Recording {
  readonly type: string;
  readonly role: SessionPrefix;
  /** Event names that are left out, sorted. */
  readonly muted: readonly string[];
}

/** Values of a selector beside roles and names: the category and the type. */
const FIXED_VALUES = 2;

/**
 * Selectors that record all that is given and nothing else, trail by trail: a selector has one type, and the roles of which the same names
 * are left out. None of the trails has more than `MOST_VALUES`.
 */
export function packSelectors(recordings: readonly Recording[]): readonly (readonly AdvancedSelector[])[] {
  const trails: { values: number; selectors: AdvancedSelector[] }[] = [];
  const groups = Map.groupBy(recordings, ({ type, muted }) => `${type} ${muted.join()}`);
  for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [{ type, muted } = { type: '', muted: [] }] = group;
    const roles = [...new Set(group.map(({ role }) => role))].sort();
    const overhead = FIXED_VALUES + muted.length;
    while (roles.length > 0) {
      let last = trails.at(-1);
      if (last === undefined || last.values + overhead + 1 > MOST_VALUES) {
        last = { values: 0, selectors: [] };
        trails.push(last);
      }
      const own = roles.splice(0, MOST_VALUES - last.values - overhead);
      last.values += overhead + own.length;
      last.selectors.push(selectorOf(type, own, muted));
    }
  }
  return trails.map(({ selectors }) => selectors);
}

function selectorOf(type: string, roles: readonly SessionPrefix[], muted: readonly string[]): AdvancedSelector {
  return {
    fields: [
      { field: 'eventCategory', equals: ['Data'] },
      { field: 'resources.type', equals: [type] },
      { field: 'userIdentity.arn', startsWith: roles },
      ...(muted.length > 0 ? [{ field: 'eventName', notEquals: muted }] : []),
    ],
  };
}

/** How many values the conditions of selectors have. */
export function valuesOf(selectors: readonly AdvancedSelector[]): number {
  return selectors
    .flatMap(({ fields }) => fields)
    .flatMap(({ field: _, ...operators }) => Object.values(operators))
    .reduce((count, values) => count + values.length, 0);
}
