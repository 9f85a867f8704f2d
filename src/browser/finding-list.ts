import { type ComponentChild, type ComponentChildren, Fragment, h } from 'preact';
import { grouped } from '../base/format.ts';
import { codeInText } from '../report/code-in-text.ts';
import type { PageFinding } from '../report/page/page-data.ts';
import { Badge } from './badge.ts';
import { Code } from './code.ts';
import { CopyButton } from './copy-button.ts';
import { Disclosure } from './disclosure.ts';
import { dayOf } from './page-words.ts';

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

/** Findings as what a reader opens and closes. */
export function Findings({ findings, firstOpen }: FindingsProps): ComponentChild {
  return h(
    Fragment,
    null,
    findings.map((finding, place) =>
      h(
        Disclosure,
        {
          class: 'finding',
          summary: inOneLine(finding),
          open: firstOpen && place === 0,
          key: `${finding.rule} ${finding.title}`,
        },
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
          codeInText(finding.remediation.text).map(({ text, code }) => (code ? h('code', null, text) : text)),
          ' ',
          h('a', { href: finding.remediation.url, rel: 'noreferrer' }, 'AWS documentation'),
        ),
        finding.acceptCommand !== undefined && h(AcceptCommand, { command: finding.acceptCommand }),
        h(
          'dl',
          { class: 'evidence' },
          pair('rule', finding.rule),
          pair('first seen', dayOf(finding.firstSeen)),
          finding.acceptedActions && pair('accepted actions', finding.acceptedActions.join(', ')),
          Object.entries(finding.evidence).map(([name, value]) => pair(spaced(name), countsGrouped(value))),
        ),
      ),
    ),
  );
}

function AcceptCommand({ command }: { readonly command: string }): ComponentChild {
  return h(
    'div',
    { class: 'accept' },
    h(
      'div',
      { class: 'line' },
      h('span', null, 'To accept it for 30 days, with your own reason:'),
      h(CopyButton, { text: command, what: 'command' }),
    ),
    h(Code, { text: command, label: 'Command that accepts the finding for 30 days' }),
  );
}

function inOneLine({ severity, title, isNew, acceptance }: PageFinding): ComponentChildren {
  return [
    h(Badge, { severity }),
    ' ',
    h('span', { class: 'what' }, title),
    isNew && acceptance === undefined && h('span', { class: 'new' }, 'new'),
    acceptance && h('span', { class: 'new' }, acceptedWords(acceptance)),
  ];
}

function acceptedWords({ until }: NonNullable<PageFinding['acceptance']>): string {
  return until === undefined ? 'suppressed' : `suppressed until ${dayOf(until)}`;
}

function pair(name: string, value: string): ComponentChild {
  return h('div', null, h('dt', null, name), h('dd', null, value));
}

/** `5148` → `5,148`; account IDs have more digits. */
function countsGrouped(value: string): string {
  return /^\d{1,9}$/.test(value) ? grouped(Number(value)) : value;
}

/** `watchedFrom` → `watched from`. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
