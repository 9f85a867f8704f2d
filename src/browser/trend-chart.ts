import { type ComponentChild, h } from 'preact';
import { grouped } from '../base/format.ts';
import { SEVERITIES } from '../findings/finding.ts';
import { COUNTED_SEVERITIES } from '../findings/severity.ts';
import { openOn, type RunTotals } from '../report/run-totals.ts';
import { Disclosure } from './disclosure.ts';
import { dayOf, severityName } from './page-words.ts';

const MOST = 60;

/** Open findings by severity, and in the table INFORMATIONAL ones and unused actions, night after night. */
export function TrendChart({ history }: { readonly history: readonly RunTotals[] }): ComponentChild {
  const nights = history.slice(-MOST);
  const highest = Math.max(1, ...nights.map(openOn));
  const width = 100 / nights.length;
  const partial = nights.every(({ complete }) => complete) ? '' : ' Paler nights were incomplete.';
  const unseen = nights.some(({ notLookedAt = 0 }) => notLookedAt > 0);
  const bars = nights.flatMap((night, place) => {
    let top = 100;
    const bar = (name: string, count: number): ComponentChild => {
      const height = (count / highest) * 100;
      top -= height;
      return h('rect', {
        class: `fill-${name}${night.complete ? '' : ' partial'}`,
        x: `${place * width + width * 0.1}%`,
        width: `${width * 0.8}%`,
        y: `${top}%`,
        height: `${height}%`,
      });
    };
    return [
      ...COUNTED_SEVERITIES.map((severity) => bar(severity.toLowerCase(), night.findings[severity])),
      bar('unseen', night.notLookedAt ?? 0),
    ];
  });
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      null,
      h('h2', null, 'Open findings, night by night'),
      h(
        'p',
        { class: 'figure-note' },
        `${dayOf(nights[0]?.at ?? 0)} to ${dayOf(nights.at(-1)?.at ?? 0)}, at most ${grouped(highest)} a night.${partial}`,
      ),
    ),
    h(
      'ul',
      { class: 'legend' },
      COUNTED_SEVERITIES.map((severity) =>
        h(
          'li',
          null,
          h('span', { class: `swatch back-${severity.toLowerCase()}`, 'aria-hidden': 'true' }),
          severityName(severity),
        ),
      ),
      unseen &&
        h('li', null, h('span', { class: 'swatch back-unseen', 'aria-hidden': 'true' }), 'Known, but not checked'),
    ),
    h('svg', { class: 'trend', 'aria-hidden': 'true' }, bars),
    h(
      Disclosure,
      { summary: 'The numbers' },
      h(
        'div',
        { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Night by night' },
        h(
          'table',
          { class: 'numbers' },
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              ['Night', ...SEVERITIES.map(severityName), 'Not checked', 'Suppressed', 'Roles', 'Unused actions'].map(
                (name) => h('th', { scope: 'col' }, name),
              ),
            ),
          ),
          h(
            'tbody',
            null,
            nights.toReversed().map((night) =>
              h(
                'tr',
                null,
                h('th', { scope: 'row' }, dayOf(night.at), night.complete ? '' : ' (incomplete)'),
                SEVERITIES.map((severity) => h('td', null, grouped(night.findings[severity]))),
                h('td', null, grouped(night.notLookedAt ?? 0)),
                h('td', null, grouped(night.suppressed)),
                h('td', null, grouped(night.roles)),
                h('td', null, grouped(night.verdicts.unused)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
