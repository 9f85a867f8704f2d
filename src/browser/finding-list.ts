import { type ComponentChild, Fragment, h } from 'preact';
import type { PageFinding } from '../report/page/page-data.ts';
import { Badge } from './badge.ts';
import { dayOf } from './page-words.ts';
import { usePrinting } from './printing.ts';

interface FindingListProps {
  readonly findings: readonly PageFinding[];
  readonly suppressed: readonly PageFinding[];
}

/** The open findings of a role, worst first, each with what to do; then those that somebody accepted. */
export function FindingList({ findings, suppressed }: FindingListProps): ComponentChild {
  return [
    h(
      'section',
      { 'aria-labelledby': 'findings-title' },
      h('h3', { id: 'findings-title' }, findings.length === 0 ? 'No open findings' : 'Findings'),
      h(Findings, { findings, firstOpen: true }),
    ),
    suppressed.length > 0 &&
      h(
        'section',
        { class: 'suppressed', 'aria-labelledby': 'suppressed-title' },
        h('h3', { id: 'suppressed-title' }, 'Suppressed findings'),
        h(Findings, { findings: suppressed, firstOpen: false }),
      ),
  ];
}

interface FindingsProps {
  readonly findings: readonly PageFinding[];
  readonly firstOpen: boolean;
}

function Findings({ findings, firstOpen }: FindingsProps): ComponentChild {
  const printing = usePrinting();
  return h(
    Fragment,
    null,
    findings.map((finding, place) =>
      h(
        'details',
        { class: 'finding', open: printing || (firstOpen && place === 0), key: finding.rule },
        h(
          'summary',
          null,
          h(Badge, { severity: finding.severity }),
          ' ',
          h('span', null, finding.title),
          finding.isNew && finding.acceptance === undefined && h('span', { class: 'new' }, 'new'),
          finding.acceptance && h('span', { class: 'new' }, acceptedWords(finding.acceptance)),
        ),
        finding.acceptance &&
          h(
            'p',
            null,
            h('b', null, 'Why it is suppressed: '),
            finding.acceptance.reason,
            h('span', { class: 'soft' }, ` (${finding.acceptance.writtenIn})`),
          ),
        h('p', null, finding.description),
        h(
          'p',
          null,
          h('b', null, 'What to do: '),
          finding.remediation.text,
          ' ',
          h('a', { href: finding.remediation.url, rel: 'noreferrer' }, 'AWS documentation'),
        ),
        h(
          'dl',
          { class: 'evidence' },
          pair('rule', finding.rule),
          pair('first seen', dayOf(finding.firstSeen)),
          finding.acceptedActions && pair('accepted actions', finding.acceptedActions.join(', ')),
          Object.entries(finding.evidence).map(([name, value]) => pair(spaced(name), value)),
        ),
      ),
    ),
  );
}

function acceptedWords({ until }: NonNullable<PageFinding['acceptance']>): string {
  return until === undefined ? 'suppressed' : `suppressed until ${dayOf(until)}`;
}

function pair(name: string, value: string): ComponentChild {
  return h('div', null, h('dt', null, name), h('dd', null, value));
}

/** `watchedFrom` → `watched from`. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
