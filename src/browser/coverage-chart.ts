import { type ComponentChild, h } from 'preact';
import { grouped, listed } from '../base/format.ts';
import { DAY_MS, type TimeRange } from '../base/time.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { PageData } from '../report/page/page-data.ts';
import { BarList, BarRow } from './bar-list.ts';
import { dayOf } from './page-words.ts';

/** Regions named of those that share a line. */
const MOST_REGIONS = 4;

/** When each Region's events were recorded and read; Regions that were watched alike share a line. */
export function CoverageChart({ data }: { readonly data: PageData }): ComponentChild {
  const { window, coverage } = data;
  const lines = Map.groupBy(
    coverage.toSorted((a, b) => (a.region < b.region ? -1 : 1)).flatMap((one) => linesOf(one, window)),
    ({ what, parts }) => JSON.stringify([what, parts]),
  );
  return h(
    'figure',
    { class: 'chart wide' },
    h(
      'figcaption',
      null,
      h('h2', null, 'What was watched'),
      h(
        'p',
        { class: 'figure-note' },
        'Events recorded and read, by Region. An action is called unused only where its events were watched without a break, by one source or several.',
      ),
    ),
    lines.size === 0
      ? h('p', null, 'No source of use was read, so nothing is called unused.')
      : h(
          BarList,
          {
            label: 'What was watched',
            heads: [
              'Region',
              [h('span', null, dayOf(window.from)), ' ', h('span', null, dayOf(window.to))],
              'days watched',
            ],
          },
          [...lines.values()].map((alike) => {
            const [first] = alike;
            if (first === undefined) return null;
            const regions = listed(
              alike.map(({ region }) => region),
              MOST_REGIONS,
            );
            return h(
              BarRow,
              { name: [regions, h('small', null, first.what)], number: first.days },
              h(
                'svg',
                { class: 'timeline' },
                h('rect', { class: 'gap', x: '0', width: '100%', height: '100%' }),
                first.parts.map(([from, to]) =>
                  h('rect', { class: 'watched', x: `${from}%`, width: `${to - from}%`, height: '100%' }),
                ),
              ),
            );
          }),
        ),
  );
}

interface Line {
  readonly region: string;
  readonly what: string;
  readonly days: string;
  /** Beginnings and ends of what was watched, in hundredths of the window. */
  readonly parts: readonly (readonly [from: number, to: number])[];
}

function linesOf(coverage: Coverage, window: TimeRange): readonly Line[] {
  const { region, source, excludedEventSources } = coverage;
  const types = Object.entries(coverage.dataEvents).filter(([, ranges]) => ranges.length > 0);
  const except = excludedEventSources.length > 0 ? ` except ${excludedEventSources.join(', ')}` : '';
  return [
    lineOf(region, `management events${except} from ${source}`, coverage.management, window),
    ...types.map(([type, ranges]) => lineOf(region, `data events of ${type} from ${source}`, ranges, window)),
  ];
}

function lineOf(region: string, what: string, ranges: readonly TimeRange[], window: TimeRange): Line {
  const whole = window.to - window.from || 1;
  const at = (moment: number): number =>
    Math.round((Math.min(Math.max(moment - window.from, 0), whole) / whole) * 1_000) / 10;
  const covered = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    region,
    what,
    days: `${grouped(Math.round(covered / DAY_MS))} of ${grouped(Math.round(whole / DAY_MS))}`,
    parts: ranges.map(({ from, to }) => [at(from), Math.max(at(from), at(to))] as const),
  };
}
