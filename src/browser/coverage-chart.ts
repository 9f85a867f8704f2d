import { type ComponentChild, h } from 'preact';
import { DAY_MS, type TimeRange } from '../base/time.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { PageData } from '../report/page/page-data.ts';
import { dayOf } from './page-words.ts';

/** When each Region's events were recorded and read. */
export function CoverageChart({ data }: { readonly data: PageData }): ComponentChild {
  const { window, coverage } = data;
  const rows = coverage.toSorted((a, b) => (a.region < b.region ? -1 : 1));
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      null,
      h('h2', null, 'What was watched'),
      h(
        'p',
        { class: 'figure-note' },
        'Events recorded and read, by Region. Where the line is broken, nothing can be called unused.',
      ),
    ),
    rows.length === 0
      ? h('p', null, 'No source of use was read, so nothing is called unused.')
      : h(
          'table',
          { class: 'rows' },
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              h('th', { scope: 'col' }, 'Region'),
              h('td', { class: 'plot', 'aria-hidden': 'true' }, axis(window)),
              h('th', { scope: 'col', class: 'number' }, 'days'),
            ),
          ),
          h(
            'tbody',
            null,
            rows.flatMap((row) => rowsOf(row, window)),
          ),
        ),
  );
}

function axis({ from, to }: TimeRange): ComponentChild {
  return h(
    'svg',
    { class: 'axis' },
    h('text', { x: '0', y: '12' }, dayOf(from)),
    h('text', { x: '100%', y: '12', 'text-anchor': 'end' }, dayOf(to)),
  );
}

function rowsOf(coverage: Coverage, window: TimeRange): readonly ComponentChild[] {
  const types = Object.entries(coverage.dataEvents).filter(([, ranges]) => ranges.length > 0);
  const except = coverage.excludedEventSources.length > 0 ? ` except ${coverage.excludedEventSources.join(', ')}` : '';
  return [
    row(coverage.region, `management events${except} from ${coverage.source}`, coverage.management, window),
    ...types.map(([type, ranges]) =>
      row(coverage.region, `data events of ${type} from ${coverage.source}`, ranges, window),
    ),
  ];
}

function row(region: string, what: string, ranges: readonly TimeRange[], window: TimeRange): ComponentChild {
  const whole = window.to - window.from || 1;
  const at = (moment: number): number => (Math.min(Math.max(moment - window.from, 0), whole) / whole) * 100;
  const covered = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, region, h('small', null, what)),
    h(
      'td',
      { class: 'plot', 'aria-hidden': 'true' },
      h(
        'svg',
        { class: 'timeline' },
        h('rect', { class: 'gap', x: '0', width: '100%', height: '100%' }),
        ranges.map(({ from, to }) =>
          h('rect', {
            class: 'watched',
            x: `${at(from)}%`,
            width: `${Math.max(0, at(to) - at(from))}%`,
            height: '100%',
          }),
        ),
      ),
    ),
    h('td', { class: 'number' }, `${Math.round(covered / DAY_MS)} of ${Math.round(whole / DAY_MS)}`),
  );
}
