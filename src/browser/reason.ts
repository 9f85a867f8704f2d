import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { grouped } from '../base/format.ts';
import type { SeenAction } from '../report/page/page-data.ts';
import type { ActionGroup } from '../report/page/read/unpack-role.ts';
import { dayOf } from './page-words.ts';
import { ShowAll } from './show-all.ts';

/** Actions drawn before the reader asks for all. */
const MOST = 300;

interface ReasonProps {
  readonly because: string;
  /** The actions that the reason holds for, by what grants them. */
  readonly groups: readonly ActionGroup[];
  readonly uses: ReadonlyMap<string, SeenAction>;
}

/** One reason with the actions it holds for, and what grants them. */
export function Reason({ because, groups, uses }: ReasonProps): ComponentChild {
  const [first] = groups;
  const alone = groups.length === 1 && first?.actions.length === 1 ? first.actions[0] : undefined;
  if (first === undefined) return null;
  if (alone !== undefined) {
    const seen = uses.get(alone);
    return h(
      'div',
      { class: 'group' },
      h('p', { class: 'action' }, h('code', null, alone), seen !== undefined && when(seen)),
      h('p', { class: 'because' }, because),
      granted(first),
      seen !== undefined && resources(seen),
    );
  }
  return h(
    'div',
    { class: 'group' },
    h('p', { class: 'because' }, because),
    groups.map((group) => h(GrantedActions, { group, uses, key: group.grantedBy.join('|') })),
  );
}

function GrantedActions({ group, uses }: { readonly group: ActionGroup } & Pick<ReasonProps, 'uses'>): ComponentChild {
  const [all, setAll] = useState(false);
  const { actions } = group;
  const shown = all ? actions : actions.slice(0, MOST);
  const seen = shown.flatMap((action) => uses.get(action) ?? []);
  const unseen = shown.filter((action) => !uses.has(action));
  return h(
    'div',
    { class: 'grant' },
    granted(group),
    seen.map((use) => [h('p', { class: 'action' }, h('code', null, use.action), when(use)), resources(use)]),
    unseen.length > 0 && services(unseen),
    h(ShowAll, { count: actions.length, shown: shown.length, noun: 'action', show: () => setAll(true) }),
  );
}

function granted({ grantedBy }: ActionGroup): ComponentChild {
  return grantedBy.length === 0 ? null : h('p', { class: 'granted' }, `Granted by ${grantedBy.join('; ')}`);
}

function when({ first, last, uses }: SeenAction): ComponentChild {
  const times = uses === undefined ? '' : `${grouped(uses)}×`;
  return h('span', { class: 'when' }, [times, interval(first, last)].filter(Boolean).join(', '));
}

function interval(first: number | undefined, last: number | undefined): string {
  if (last === undefined) return '';
  return first === undefined || dayOf(first) === dayOf(last) ? dayOf(last) : `${dayOf(first)} to ${dayOf(last)}`;
}

function resources(seen: SeenAction): ComponentChild {
  if (seen.resources.length === 0) return null;
  return h(
    'ul',
    { class: 'resources' },
    seen.resources.map((resource) => h('li', null, h('code', null, resource))),
  );
}

function services(actions: readonly string[]): ComponentChild {
  const byService = Map.groupBy(actions, (action) => action.slice(0, action.indexOf(':')));
  return h(
    'dl',
    { class: 'services' },
    [...byService].map(([service, members]) =>
      h(
        'div',
        null,
        h('dt', null, h('code', null, service)),
        h(
          'dd',
          null,
          members.flatMap((action) => [h('code', null, action.slice(service.length + 1)), ' ']),
        ),
      ),
    ),
  );
}
