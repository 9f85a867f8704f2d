import { type ComponentChild, h } from 'preact';
import { sum } from '../base/sum.ts';
import type { PageData } from '../report/page/page-data.ts';
import type { RoleQuery } from '../report/page/read/role-query.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import { grouped } from './page-words.ts';
import { VerdictBar, VerdictLegend } from './verdict-bar.ts';

const MOST = 14;

interface ServiceChartProps {
  readonly data: PageData;
  readonly show: (query: Partial<RoleQuery>) => void;
}

/** Verdicts by service, over the roles that are not granted nearly everything. */
export function ServiceChart({ data, show }: ServiceChartProps): ComponentChild {
  const rows = data.services.slice(0, MOST);
  const widest = Math.max(1, ...rows.map(({ counts }) => sum(counts)));
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      null,
      h('h2', null, 'Verdicts by service'),
      h('p', { class: 'figure-note' }, `The services with the most unused actions${leftOut(data.leftOut)}.`),
    ),
    h(VerdictLegend, null),
    h(
      'table',
      { class: 'rows' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          h('th', { scope: 'col' }, 'Service'),
          h('td', { class: 'plot', 'aria-hidden': 'true' }),
          h('th', { scope: 'col', class: 'number' }, 'unused / granted'),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map(({ service, counts }) =>
          h(
            'tr',
            null,
            h(
              'th',
              { scope: 'row' },
              h('button', { type: 'button', class: 'link', onClick: () => show({ text: `${service}:` }) }, service),
            ),
            h('td', { class: 'plot' }, h(VerdictBar, { counts, of: widest })),
            h(
              'td',
              { class: 'number' },
              `${grouped(counts[VERDICTS.indexOf('unused')] ?? 0)} / ${grouped(sum(counts))}`,
            ),
          ),
        ),
      ),
    ),
  );
}

function leftOut(names: readonly string[]): string {
  if (names.length === 0) return '';
  const named = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return `; not counting ${named}, granted nearly everything`;
}
