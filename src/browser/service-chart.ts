import { type ComponentChild, h } from 'preact';
import { grouped } from '../base/format.ts';
import { sum } from '../base/sum.ts';
import type { PageData } from '../report/page/page-data.ts';
import type { RoleQuery } from '../report/page/read/role-query.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import { BarList, BarRow } from './bar-list.ts';
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
      BarList,
      { label: 'Verdicts by service', heads: ['Service', '', 'unused / granted'] },
      rows.map(({ service, counts }) =>
        h(
          BarRow,
          {
            key: service,
            name: h('button', { type: 'button', class: 'link', onClick: () => show({ text: `${service}:` }) }, service),
            number: [h('b', null, grouped(counts[VERDICTS.indexOf('unused')] ?? 0)), ` / ${grouped(sum(counts))}`],
          },
          h(VerdictBar, { counts, of: widest }),
        ),
      ),
    ),
  );
}

function leftOut(names: readonly string[]): string {
  if (names.length === 0) return '';
  const named = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${grouped(names.length - 3)} more` : '');
  return `; not counting ${named}, granted nearly everything`;
}
