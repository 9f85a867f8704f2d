import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { SeenAction } from '../report/page/page-data.ts';
import type { ActionGroup } from '../report/page/unpack-role.ts';
import { counted, dayOf, grouped } from './words.ts';

/** Actions drawn before the reader asks for all. */
const MOST = 300;

interface ActionGroupProps {
  readonly group: ActionGroup;
  readonly uses: ReadonlyMap<string, SeenAction>;
}

/** One reason with the actions it holds for: by service, or one by one with their use where use was seen. */
export function ActionGroupItem({ group, uses }: ActionGroupProps): ComponentChild {
  const [all, setAll] = useState(false);
  const { actions, because, grantedBy } = group;
  const shown = all ? actions : actions.slice(0, MOST);
  const seen = shown.flatMap((action) => uses.get(action) ?? []);
  const unseen = shown.filter((action) => !uses.has(action));
  return h(
    'div',
    { class: 'group' },
    h('p', { class: 'because' }, because),
    grantedBy.length > 0 && h('p', { class: 'granted' }, `Granted by ${grantedBy.join('; ')}`),
    seen.length > 0 && h('ul', { class: 'seen' }, seen.map(seenAction)),
    unseen.length > 0 && services(unseen),
    shown.length < actions.length &&
      h('button', { type: 'button', onClick: () => setAll(true) }, `Show all ${counted(actions.length, 'action')}`),
  );
}

function seenAction({ action, first, last, uses, resources }: SeenAction): ComponentChild {
  const when =
    last === undefined
      ? ''
      : first === undefined || dayOf(first) === dayOf(last)
        ? dayOf(last)
        : `${dayOf(first)} to ${dayOf(last)}`;
  const times = uses === undefined ? '' : `${grouped(uses)}×`;
  return h(
    'li',
    null,
    h('code', null, action),
    h('span', { class: 'when' }, [times, when].filter(Boolean).join(', ')),
    resources.length > 0 &&
      h(
        'ul',
        { class: 'resources' },
        resources.map((resource) => h('li', null, h('code', null, resource))),
      ),
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
