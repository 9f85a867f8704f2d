import { type ComponentChild, h } from 'preact';
import type { RoleJob } from '../ecs/role-use.ts';
import { SEVERITIES } from '../findings/finding.ts';
import { EVERY_ROLE, ORDERS, type Order, type RoleQuery } from '../report/page/role-query.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import { counted, grouped, severityName } from './words.ts';

interface RoleFiltersProps {
  readonly query: RoleQuery;
  readonly change: (query: RoleQuery) => void;
  readonly found: number;
  readonly all: number;
}

const JOBS: readonly RoleJob[] = ['task', 'execution'];

/** Search, filters and order of the list of roles. */
export function RoleFilters({ query, change, found, all }: RoleFiltersProps): ComponentChild {
  const chosen = query.severities.size + query.verdicts.size + query.usedAs.size;
  return h(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Roles', onSubmit: (event: Event) => event.preventDefault() },
    h(
      'div',
      { class: 'line' },
      h('input', {
        type: 'search',
        'aria-label': 'Search roles, families and actions',
        placeholder: 'Role, family or action, as in s3:Put',
        autocomplete: 'off',
        spellcheck: false,
        value: query.text,
        onInput: (event: Event) => change({ ...query, text: (event.currentTarget as HTMLInputElement).value }),
      }),
      h(
        'label',
        null,
        h('span', { class: 'offscreen' }, 'Order'),
        h(
          'select',
          {
            value: query.order,
            onChange: (event: Event) =>
              change({ ...query, order: (event.currentTarget as HTMLSelectElement).value as Order }),
          },
          Object.entries(ORDERS).map(([order, name]) => h('option', { value: order }, name)),
        ),
      ),
    ),
    h(
      'details',
      { class: 'choices' },
      h('summary', null, chosen === 0 ? 'Filter' : `Filter (${chosen} chosen)`),
      choices(
        'With a finding',
        SEVERITIES,
        query.severities,
        (severities) => change({ ...query, severities }),
        severityName,
      ),
      choices('With an action', VERDICTS, query.verdicts, (verdicts) => change({ ...query, verdicts })),
      choices(
        'Used as',
        JOBS,
        query.usedAs,
        (usedAs) => change({ ...query, usedAs }),
        (job) => `${job} role`,
      ),
    ),
    h(
      'p',
      { class: 'line count' },
      h(
        'span',
        { role: 'status' },
        found === all ? counted(all, 'role') : `${grouped(found)} of ${counted(all, 'role')}`,
      ),
      (chosen > 0 || query.text !== '') &&
        h('button', { type: 'button', class: 'link', onClick: () => change(EVERY_ROLE) }, 'Show all'),
    ),
  );
}

function choices<T extends string>(
  legend: string,
  items: readonly T[],
  chosen: ReadonlySet<T>,
  choose: (chosen: ReadonlySet<T>) => void,
  nameOf: (item: T) => string = (item) => item,
): ComponentChild {
  return h(
    'fieldset',
    null,
    h('legend', null, legend),
    items.map((item) =>
      h(
        'label',
        { class: 'choice' },
        h('input', {
          type: 'checkbox',
          checked: chosen.has(item),
          onChange: () => choose(chosen.symmetricDifference(new Set([item]))),
        }),
        nameOf(item),
      ),
    ),
  );
}
