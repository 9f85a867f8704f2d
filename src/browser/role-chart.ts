import { type ComponentChild, h } from 'preact';
import { grouped } from '../base/format.ts';
import type { PageData, PageRole } from '../report/page/page-data.ts';
import { countOf, grantedTo } from '../report/page/read/role-query.ts';
import { isNearlyAll } from '../rightsize/granted-nearly-all.ts';
import { BarList, BarRow } from './bar-list.ts';
import { linkTo } from './role-address.ts';

/** Roles drawn of each kind. */
const MOST = 12;
const MOST_NEARLY_ALL = 5;

/** The unused actions of the roles with the most of them; roles that are granted nearly everything have a scale of their own. */
export function RoleChart({ data }: { readonly data: PageData }): ComponentChild {
  const roles = data.roles
    .filter((role) => countOf(role, 'unused') > 0)
    .toSorted((a, b) => countOf(b, 'unused') - countOf(a, 'unused'));
  const ordinary = roles.filter((role) => !isNearlyAll(grantedTo(role)));
  const nearlyAll = roles.filter((role) => isNearlyAll(grantedTo(role)));
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      null,
      h('h2', null, 'Unused actions by role'),
      h(
        'p',
        { class: 'figure-note' },
        ordinary.length > MOST
          ? `The ${MOST} roles with the most, of ${grouped(ordinary.length)} that have any.`
          : 'The roles that have any, most first.',
      ),
    ),
    ordinary.length === 0
      ? h('p', null, 'No action of these roles is called unused.')
      : h(UnusedBars, { label: 'Unused actions by role', roles: ordinary.slice(0, MOST) }),
    nearlyAll.length > 0 && [
      h('h3', null, 'Granted nearly everything'),
      h('p', { class: 'figure-note' }, 'On a scale of their own.'),
      h(UnusedBars, {
        label: 'Unused actions of roles that are granted nearly everything',
        roles: nearlyAll.slice(0, MOST_NEARLY_ALL),
      }),
    ],
  );
}

interface UnusedBarsProps {
  readonly label: string;
  /** The one with the most unused actions first. */
  readonly roles: readonly PageRole[];
}

function UnusedBars({ label, roles }: UnusedBarsProps): ComponentChild {
  const [first] = roles;
  const most = first === undefined ? 1 : countOf(first, 'unused');
  return h(
    BarList,
    { label, heads: ['Role', '', 'unused / granted'] },
    roles.map((role) =>
      h(
        BarRow,
        {
          key: role.arn,
          name: h('a', { href: linkTo(role) }, role.name),
          number: [h('b', null, grouped(countOf(role, 'unused'))), ` / ${grouped(grantedTo(role))}`],
        },
        h(
          'svg',
          { class: 'bar' },
          h('rect', { class: 'fill-unused', width: `${(countOf(role, 'unused') / most) * 100}%`, height: '100%' }),
        ),
      ),
    ),
  );
}
