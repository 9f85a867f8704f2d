import { type ComponentChild, h } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageData } from '../report/page/page-data.ts';
import { titleOf } from '../report/page/page-title.ts';
import { createRoleFinder, EVERY_ROLE, ownersOf, type RoleQuery } from '../report/page/read/role-query.ts';
import { AccountFindings } from './account-findings.ts';
import { CaveatsPanel } from './caveats-panel.ts';
import { CoverageChart } from './coverage-chart.ts';
import { ExceptionsPanel } from './exceptions-panel.ts';
import { Masthead } from './masthead.ts';
import { Patterns } from './patterns.ts';
import { linkTo, useAddressedRole } from './role-address.ts';
import { RoleChart } from './role-chart.ts';
import { RoleFilters } from './role-filters.ts';
import { RoleList } from './role-list.ts';
import { RolePage } from './role-page.ts';
import { ServiceChart } from './service-chart.ts';
import { SummaryPanel } from './summary-panel.ts';
import { TrendChart } from './trend-chart.ts';
import { UnknownRole } from './unknown-role.ts';

/** The whole page: what the run came to, what it could see, and the roles. */
export function App({ data }: { readonly data: PageData }): ComponentChild {
  const [query, setQuery] = useState<RoleQuery>(EVERY_ROLE);
  const find = useMemo(() => createRoleFinder(data), [data]);
  const owners = useMemo(() => ownersOf(data), [data]);
  const anySuppressed = useMemo(() => data.roles.some(({ suppressed }) => suppressed !== undefined), [data]);
  const found = useMemo(() => find(query), [find, query]);
  const addressed = useAddressedRole(data);
  const open = addressed !== undefined && 'role' in addressed ? addressed.role : undefined;
  const roles = useRef<HTMLElement>(null);
  const before = useRef(open);
  useEffect(() => {
    const left = before.current;
    before.current = open;
    if (left === undefined || open !== undefined) return;
    document.querySelector<HTMLElement>(`.list a[href="${CSS.escape(linkTo(left))}"]`)?.focus();
  }, [open]);
  useEffect(() => {
    document.title = `${open === undefined ? '' : `${open.name} · `}${titleOf(data.accountId)}`;
  }, [open, data]);
  const show = (change: Partial<RoleQuery>): void => {
    setQuery({ ...EVERY_ROLE, ...change });
    roles.current?.scrollIntoView();
  };
  return h(
    'div',
    { class: open === undefined ? 'page' : 'page open' },
    h(Patterns, null),
    h('a', { class: 'skip', href: '#roles' }, 'Skip to the roles'),
    h(Masthead, { data }),
    h(
      'main',
      null,
      h(
        'div',
        { class: 'overview' },
        h(SummaryPanel, { data, show }),
        h(AccountFindings, { data }),
        h(ExceptionsPanel, { notes: data.exceptions }),
        h(CaveatsPanel, { data }),
        h(
          'div',
          { class: 'charts' },
          h(RoleChart, { data }),
          h(ServiceChart, { data, show }),
          h(CoverageChart, { data }),
          data.history.length > 1 && h(TrendChart, { history: data.history }),
        ),
      ),
      h(
        'section',
        { id: 'roles', class: 'explorer', 'aria-labelledby': 'roles-title', ref: roles },
        h(
          'div',
          { class: 'finder' },
          h('h2', { id: 'roles-title' }, 'Roles'),
          addressed !== undefined && 'unknown' in addressed && h(UnknownRole, { data, wanted: addressed.unknown }),
          h(RoleFilters, {
            query,
            change: setQuery,
            found: found.length,
            all: data.roles.length,
            owners,
            anySuppressed,
          }),
          h(RoleList, { roles: found, open, key: JSON.stringify([query.text, query.order]) }),
        ),
        open !== undefined && h(RolePage, { data, role: open, key: open.arn }),
      ),
    ),
  );
}
