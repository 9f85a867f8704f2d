import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { counted, grouped } from '../base/format.ts';
import { sum } from '../base/sum.ts';
import { SEVERITIES } from '../findings/finding.ts';
import type { PageRole } from '../report/page/page-data.ts';
import { countOf, grantedTo, worstOf } from '../report/page/read/role-query.ts';
import { Badge } from './badge.ts';
import { dayOf, severityWords } from './page-words.ts';
import { usePrinting } from './printing.ts';
import { linkTo } from './role-address.ts';
import { VerdictBar } from './verdict-bar.ts';

/** Rows drawn at first, and drawn more whenever the end comes into view. */
const STEP = 60;

interface RoleListProps {
  readonly roles: readonly PageRole[];
  readonly open: PageRole | undefined;
}

/** The roles as links, drawn as far as the reader has scrolled; all of them on paper. */
export function RoleList({ roles, open }: RoleListProps): ComponentChild {
  const [drawn, setDrawn] = useState(STEP);
  const printing = usePrinting();
  const end = useRef<HTMLButtonElement>(null);
  const shown = printing ? roles : roles.slice(0, drawn);
  useEffect(() => {
    const button = end.current;
    if (button === null) return undefined;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setDrawn((before) => before + STEP);
      },
      { rootMargin: '600px' },
    );
    watcher.observe(button);
    return () => watcher.disconnect();
  }, [drawn, roles]);
  if (roles.length === 0) return h('p', { class: 'none' }, 'No role matches.');
  return h(
    'div',
    { class: 'list' },
    h(
      'ol',
      null,
      shown.map((role) => h('li', { key: role.arn }, h(RoleRow, { role, current: role === open }))),
    ),
    shown.length < roles.length &&
      h(
        'button',
        { type: 'button', ref: end, onClick: () => setDrawn(drawn + STEP) },
        `Show more of ${counted(roles.length, 'role')}`,
      ),
  );
}

function RoleRow({ role, current }: { readonly role: PageRole; readonly current: boolean }): ComponentChild {
  const worst = worstOf(role);
  const findings = sum(role.severities);
  return h(
    'a',
    { class: 'role', href: linkTo(role), 'aria-current': current ? 'true' : undefined },
    h(
      'span',
      { class: 'title' },
      h('span', { class: 'name' }, role.name),
      role.state !== 'found' && h('span', { class: 'state' }, stateWords(role)),
    ),
    h(
      'span',
      { class: 'worst', title: severityWords(role.severities) },
      worst !== undefined && h(Badge, { severity: worst, count: role.severities[SEVERITIES.indexOf(worst)] ?? 0 }),
      worst !== undefined && findings > (role.severities[SEVERITIES.indexOf(worst)] ?? 0)
        ? ` +${grouped(findings - (role.severities[SEVERITIES.indexOf(worst)] ?? 0))}`
        : '',
      role.suppressed !== undefined && ` ${grouped(role.suppressed)} suppressed`,
    ),
    h(
      'span',
      { class: 'about' },
      [role.usedAs.map((job) => `${job} role`).join(' and '), familyWords(role.families), seenWords(role), role.owner]
        .filter(Boolean)
        .join(' · '),
    ),
    h('span', { class: 'grants' }, role.state === 'found' ? grantWords(role) : 'grants not known'),
    role.state === 'found' && h(VerdictBar, { counts: role.counts }),
  );
}

function grantWords(role: PageRole): string {
  return `${grouped(countOf(role, 'unused'))} unused of ${grouped(grantedTo(role))}`;
}

/** Of a role that IAM did not describe, nothing was looked for: that it was not seen would say too much. */
function seenWords({ lastSeen, state }: PageRole): string {
  if (lastSeen !== undefined) return `seen ${dayOf(lastSeen)}`;
  return state === 'found' ? 'not seen in the window' : '';
}

function familyWords(families: readonly string[]): string {
  const [first = '', ...rest] = families;
  return rest.length === 0 ? first : `${first} and ${counted(rest.length, 'more family')}`;
}

/** What is unusual about a role that IAM did not describe. */
export function stateWords({ state }: PageRole): string {
  switch (state) {
    case 'found':
      return '';
    case 'missing':
      return 'does not exist';
    case 'foreign':
      return 'in another account';
    case 'unreadable':
      return 'could not be read';
    default: {
      const unhandled: never = state;
      return unhandled;
    }
  }
}
