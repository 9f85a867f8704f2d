import { type ComponentChild, h } from 'preact';
import { counted, grouped } from '../base/format.ts';
import type { RoleJob } from '../ecs/role-use.ts';
import { SEVERITIES } from '../findings/finding.ts';
import { EVERY_ROLE, ORDERS, type Order, type RoleQuery, UNOWNED } from '../report/page/read/role-query.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import { severityName } from './page-words.ts';

interface RoleFiltersProps {
  /** Those that own a role. */
  readonly owners: readonly string[];
  /** Whether any finding is suppressed. */
  readonly anySuppressed: boolean;
  readonly query: RoleQuery;
  readonly change: (query: RoleQuery) => void;
  readonly found: number;
  readonly all: number;
}

const SUPPRESSED = 'suppressed findings';
const CHOSEN: ReadonlySet<string> = new Set([SUPPRESSED]);

const JOBS: readonly RoleJob[] = ['task', 'execution'];

/** Search, filters and order of the list of roles. */
export function RoleFilters(props: RoleFiltersProps): ComponentChild {
  const { query, change, found, all, owners, anySuppressed } = props;
  const chosen =
    query.severities.size +
    query.verdicts.size +
    query.usedAs.size +
    Number(query.suppressed) +
    Number(query.owner !== undefined);
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
      anySuppressed &&
        choices('Accepted', [SUPPRESSED], query.suppressed ? CHOSEN : new Set<string>(), (wanted) =>
          change({ ...query, suppressed: wanted.size > 0 }),
        ),
      owners.length > 0 && ownerChoice(owners, query, change),
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

function ownerChoice(
  owners: readonly string[],
  { owner: chosen, ...query }: RoleQuery,
  change: (query: RoleQuery) => void,
): ComponentChild {
  const choose = (place: number): void => {
    const owner = [undefined, UNOWNED, ...owners][place];
    change(owner === undefined ? query : { ...query, owner });
  };
  return h(
    'label',
    { class: 'owner' },
    h('span', null, 'Owner'),
    h(
      'select',
      { onChange: (event: Event) => choose((event.currentTarget as HTMLSelectElement).selectedIndex) },
      h('option', { selected: chosen === undefined }, 'anybody'),
      h('option', { selected: chosen === UNOWNED }, 'nobody'),
      owners.map((owner) => h('option', { selected: chosen === owner }, owner)),
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
