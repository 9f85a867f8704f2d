import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { counted, grouped } from '../base/format.ts';
import { sum } from '../base/sum.ts';
import { SEVERITIES, type Severity } from '../findings/finding.ts';
import { COUNTED_SEVERITIES } from '../findings/severity.ts';
import type { PageData } from '../report/page/page-data.ts';
import { countOf, type RoleQuery, worstOf } from '../report/page/read/role-query.ts';
import { openOn, type RunTotals } from '../report/run-totals.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import { Badge } from './badge.ts';
import { Disclosure } from './disclosure.ts';
import { dayOf, MEANING } from './page-words.ts';
import { VerdictBar, VerdictLegend } from './verdict-bar.ts';

interface SummaryPanelProps {
  readonly data: PageData;
  /** Shows the roles that match. */
  readonly show: (query: Partial<RoleQuery>) => void;
}

/** The run in four numbers and one bar. */
export function SummaryPanel({ data, show }: SummaryPanelProps): ComponentChild {
  const { roles, changes } = data;
  const { accountFindings } = data;
  const openOf = (severity: Severity): number =>
    sum(roles.map((role) => role.severities[SEVERITIES.indexOf(severity)] ?? 0)) +
    accountFindings.open.filter((finding) => finding.severity === severity).length;
  const open = sum(COUNTED_SEVERITIES.map(openOf));
  const isFirst = data.history.length === 1 && changes.resolved.length === 0 && changes.opened === open && open > 0;
  const badge = (severity: Severity): ComponentChild =>
    h(
      'button',
      { type: 'button', class: 'bare', onClick: () => show({ severities: new Set([severity]) }) },
      h(Badge, { severity, count: openOf(severity) }),
    );
  const verdicts = VERDICTS.map((verdict) => sum(roles.map((role) => countOf(role, verdict))));
  const removable = roles.filter((role) => countOf(role, 'unused') > 0).length;
  const suppressed = sum(roles.map((role) => role.suppressed ?? 0)) + accountFindings.suppressed.length;
  const trend = trendWords(data.history);
  const severe = roles.filter((role) => ['CRITICAL', 'HIGH'].includes(worstOf(role) ?? '')).length;
  return h(
    'section',
    { class: 'summary', 'aria-label': 'Summary' },
    tile('Open findings', grouped(open), [
      h(
        'ul',
        { class: 'badges' },
        COUNTED_SEVERITIES.filter((severity) => openOf(severity) > 0).map((severity) => h('li', null, badge(severity))),
      ),
      openOf('INFORMATIONAL') > 0 && h('p', null, 'plus ', badge('INFORMATIONAL')),
      trend !== '' && h('p', null, trend),
      suppressed > 0 &&
        h(
          'p',
          null,
          'and ',
          h(
            'button',
            { type: 'button', class: 'link', onClick: () => show({ suppressed: true }) },
            `${grouped(suppressed)} suppressed`,
          ),
        ),
    ]),
    tile(
      isFirst ? 'New' : 'Since the last run',
      changes.known ? `${grouped(changes.opened)}${isFirst ? '' : ' new'}` : 'unknown',
      changes.known
        ? h(
            'p',
            null,
            isFirst
              ? 'all that is open: no earlier run is known'
              : `${grouped(changes.worsened)} worse, ${grouped(changes.resolved.length)} resolved`,
          )
        : h('p', null, changes.uncompared ? 'Not compared with earlier runs.' : 'Earlier findings could not be read.'),
    ),
    tile('Roles', grouped(roles.length), h('p', null, `${grouped(severe)} with critical or high findings`)),
    tile(
      'Unused actions',
      grouped(verdicts[VERDICTS.indexOf('unused')] ?? 0),
      h(
        'p',
        null,
        'safe to remove, from ',
        h(
          'button',
          { type: 'button', class: 'link', onClick: () => show({ verdicts: new Set(['unused']), order: 'unused' }) },
          counted(removable, 'role'),
        ),
      ),
    ),
    h(
      'div',
      { class: 'tile wide' },
      h('h2', null, `${grouped(sum(verdicts))} granted actions by verdict`),
      h(VerdictBar, { counts: verdicts }),
      h(VerdictLegend, { counts: verdicts }),
      h(
        Disclosure,
        { summary: 'What the verdicts mean' },
        h(
          'dl',
          { class: 'meanings' },
          VERDICTS.flatMap((verdict) => [h('dt', null, verdict), h('dd', null, MEANING[verdict])]),
        ),
      ),
    ),
    changes.resolved.length > 0 &&
      h(
        Disclosure,
        {
          class: 'tile wide',
          summary: `Resolved in this run: ${counted(changes.resolved.length, 'finding')}`,
        },
        h(
          'ul',
          { class: 'plain' },
          changes.resolved.map(({ title, severity }) => h('li', null, h(Badge, { severity }), ' ', title)),
        ),
      ),
  );
}

/** `4 more not checked, 3 fewer than on 2026-11-21`; nothing where there is nothing to say. */
function trendWords(history: readonly RunTotals[]): string {
  const [tonight, before] = history.toReversed();
  const unseen = tonight?.notLookedAt === undefined ? [] : [`${grouped(tonight.notLookedAt)} more not checked`];
  if (tonight === undefined || before === undefined) return unseen.join('');
  const change = openOn(tonight) - openOn(before);
  const words = change === 0 ? 'as many as' : `${grouped(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than`;
  return [...unseen, `${words} on ${dayOf(before.at)}`].join(', ');
}

function tile(name: string, value: string, more: ComponentChildren): ComponentChild {
  return h('div', { class: 'tile' }, h('h2', null, name), h('p', { class: 'big' }, value), more);
}
