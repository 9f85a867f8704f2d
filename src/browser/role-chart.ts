import { type ComponentChild, h } from 'preact';
import type { PageData, PageRole } from '../report/page/page-data.ts';
import { countOf, grantedTo } from '../report/page/read/role-query.ts';
import { grouped } from './page-words.ts';
import { linkTo } from './role-address.ts';

const MOST = 12;

/** Granted against needed, for the roles with the most to remove; lengths are logarithmic. */
export function RoleChart({ data }: { readonly data: PageData }): ComponentChild {
  const rows = data.roles
    .filter((role) => grantedTo(role) > 0)
    .toSorted((a, b) => countOf(b, 'unused') - countOf(a, 'unused') || grantedTo(b) - grantedTo(a))
    .slice(0, MOST);
  const ticks = [0, 10, 100, 1_000, 10_000, 100_000];
  const last = ticks.findIndex((tick) => tick >= Math.max(10, ...rows.map(grantedTo)));
  const shown = ticks.slice(0, last + 1);
  const end = shown.at(-1) ?? 10;
  const at = (count: number): string => `${2 + (Math.log10(count + 1) / Math.log10(end + 1)) * 94}%`;
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      null,
      h('h2', null, 'Granted and needed, per role'),
      h('p', { class: 'figure-note' }, 'The roles with the most unused actions. Logarithmic.'),
    ),
    h(
      'ul',
      { class: 'legend' },
      h('li', null, h('span', { class: 'swatch round back-used', 'aria-hidden': 'true' }), 'used or required'),
      h('li', null, h('span', { class: 'swatch back-unobservable', 'aria-hidden': 'true' }), 'not known, or blocked'),
      h('li', null, h('span', { class: 'swatch back-unused', 'aria-hidden': 'true' }), 'unused'),
      h('li', null, h('span', { class: 'swatch round back-granted', 'aria-hidden': 'true' }), 'granted'),
    ),
    h(
      'table',
      { class: 'rows' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          h('th', { scope: 'col' }, 'Role'),
          h('td', { class: 'plot', 'aria-hidden': 'true' }, axis(shown, at)),
          h('th', { scope: 'col', class: 'number' }, 'needed / granted'),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((role) => row(role, at)),
      ),
    ),
  );
}

function axis(ticks: readonly number[], at: (count: number) => string): ComponentChild {
  return h(
    'svg',
    { class: 'axis' },
    ticks.map((tick) =>
      h('text', { x: at(tick), y: '12', 'text-anchor': 'middle' }, tick >= 1_000 ? `${tick / 1_000}k` : String(tick)),
    ),
  );
}

function row(role: PageRole, at: (count: number) => string): ComponentChild {
  const needed = countOf(role, 'used') + countOf(role, 'required');
  const granted = grantedTo(role);
  // What is not shown to be unused must not look as if it were.
  const kept = granted - countOf(role, 'unused');
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, h('a', { href: linkTo(role) }, role.name)),
    h(
      'td',
      { class: 'plot', 'aria-hidden': 'true' },
      h(
        'svg',
        { class: 'dumbbell' },
        h('line', { class: 'doubt', x1: at(needed), x2: at(kept), y1: '50%', y2: '50%' }),
        h('line', { class: 'spare', x1: at(kept), x2: at(granted), y1: '50%', y2: '50%' }),
        h('circle', { class: 'fill-granted', cx: at(granted), cy: '50%', r: '5' }),
        h('circle', { class: 'fill-used', cx: at(needed), cy: '50%', r: '5' }),
      ),
    ),
    h('td', { class: 'number' }, `${grouped(needed)} / ${grouped(granted)}`),
  );
}
