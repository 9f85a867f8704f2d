import { VERDICTS, type Verdict } from '../../../rightsize/verdict.ts';
import { fromSteps, unpack } from '../packed-json.ts';
import { ACTION, type PageData, type PageRole, type RoleDetail } from '../page-data.ts';

/** Actions of one role that share verdict, reason and grant, as people read them. */
export interface ActionGroup {
  readonly verdict: Verdict;
  readonly because: string;
  readonly grantedBy: readonly string[];
  readonly actions: readonly string[];
}

/** The role's actions in their groups; of those that `wanted` accepts only, and without groups that are empty then. */
export function groupsOf(
  { strings }: PageData,
  role: PageRole,
  wanted: (action: string) => boolean = () => true,
): readonly ActionGroup[] {
  return role.groups.flatMap(([verdict, because, grantedBy, steps]): ActionGroup[] => {
    const named = VERDICTS[verdict];
    const actions = fromSteps(steps).flatMap((place) => strings[place] ?? []);
    const kept = actions.filter(wanted);
    if (named === undefined || kept.length === 0) return [];
    const subject = actions.length === 1 ? (actions[0] ?? '') : 'the action';
    return [
      {
        verdict: named,
        because: (strings[because] ?? '').replaceAll(ACTION, subject),
        grantedBy: grantedBy.flatMap((place) => strings[place] ?? []),
        actions: kept,
      },
    ];
  });
}

/** What only the page of one role shows. */
export function detailOf({ strings }: PageData, role: PageRole): RoleDetail {
  return unpack(role.detail, strings) as RoleDetail;
}
