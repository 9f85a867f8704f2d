import { type ComponentChild, h } from 'preact';
import type { PageFinding } from '../report/page/page-data.ts';
import { Badge } from './badge.ts';
import { usePrinting } from './printing.ts';
import { dayOf } from './words.ts';

/** The open findings of a role, worst first, each with what to do. */
export function FindingList({ findings }: { readonly findings: readonly PageFinding[] }): ComponentChild {
  const printing = usePrinting();
  return h(
    'section',
    { 'aria-labelledby': 'findings-title' },
    h('h3', { id: 'findings-title' }, findings.length === 0 ? 'No open findings' : 'Findings'),
    findings.map((finding, place) =>
      h(
        'details',
        { class: 'finding', open: printing || place === 0, key: finding.rule },
        h(
          'summary',
          null,
          h(Badge, { severity: finding.severity }),
          ' ',
          h('span', null, finding.title),
          finding.isNew && h('span', { class: 'new' }, 'new'),
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
          Object.entries(finding.evidence).map(([name, value]) => pair(spaced(name), value)),
        ),
      ),
    ),
  );
}

function pair(name: string, value: string): ComponentChild {
  return h('div', null, h('dt', null, name), h('dd', null, value));
}

/** `watchedFrom` → `watched from`. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
