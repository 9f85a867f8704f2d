import { type ComponentChild, h } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { grouped } from '../base/format.ts';
import type { PageData, PageRole, RoleDetail } from '../report/page/page-data.ts';
import { detailOf } from '../report/page/read/unpack-role.ts';
import { ActionList } from './action-list.ts';
import { CopyButton } from './copy-button.ts';
import { FindingList } from './finding-list.ts';
import { dayOf } from './page-words.ts';
import { PolicyPanel } from './policy-panel.ts';
import { stateWords } from './role-list.ts';
import { DeniedCalls, MissingPermissions, TaskDefinitions } from './role-tables.ts';
import { VerdictBar, VerdictLegend } from './verdict-bar.ts';

interface RolePageProps {
  readonly data: PageData;
  readonly role: PageRole;
}

/** Everything about one role. */
export function RolePage({ data, role }: RolePageProps): ComponentChild {
  const detail = useMemo(() => detailOf(data, role), [data, role]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const title = heading.current;
    title?.focus({ preventScroll: true });
    title?.closest('article')?.scrollIntoView();
  }, []);
  return h(
    'article',
    { class: 'detail', 'aria-labelledby': 'role-title' },
    h('p', { class: 'back' }, h('a', { href: '#roles' }, '← All roles')),
    h('h2', { id: 'role-title', tabIndex: -1, ref: heading }, role.name),
    h('p', { class: 'arn' }, h('code', null, role.arn), ' ', h(CopyButton, { text: role.arn, what: 'ARN' })),
    facts(role, detail),
    detail.unread.length > 0 &&
      h(
        'section',
        { class: 'trust alarm', 'aria-label': 'Not read' },
        h(
          'ul',
          null,
          detail.unread.map((what) => h('li', null, `Could not be read: ${what}`)),
        ),
      ),
    h(FindingList, { findings: detail.findings, suppressed: detail.suppressed }),
    role.counts.some((count) => count > 0) && [
      h('h3', null, 'Granted actions'),
      h(VerdictBar, { counts: role.counts }),
      h(VerdictLegend, { counts: role.counts }),
    ],
    h(PolicyPanel, { detail, ...commandOf(data, role) }),
    h(ActionList, { data, role, seen: detail.seen }),
    h(MissingPermissions, { missing: detail.missing }),
    h(DeniedCalls, { denied: detail.denied }),
    h(TaskDefinitions, { uses: detail.uses }),
  );
}

/** What prints the role's right-sized policy again, from the stored report. */
function commandOf({ storedDocument }: PageData, { name }: PageRole): { readonly command?: string } {
  if (storedDocument === undefined) return {};
  return { command: `ecs-role-auditor policy ${name} --as diff --from ${storedDocument}` };
}

function facts(role: PageRole, detail: RoleDetail): ComponentChild {
  const { watched } = detail;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['State', stateWords(role) || undefined],
    ['Used as', role.usedAs.map((job) => `${job} role`).join(' and ') || undefined],
    [
      'Families',
      role.families.slice(0, 8).join(', ') +
        (role.families.length > 8 ? ` and ${grouped(role.families.length - 8)} more` : ''),
    ],
    ['Owner', role.owner],
    ['Last seen', role.lastSeen === undefined ? 'not in the window' : dayOf(role.lastSeen)],
    ['Created', detail.createdAt === undefined ? undefined : dayOf(detail.createdAt)],
    ['Role id', detail.roleId],
    ['Watched', watched === undefined ? 'not in every Region' : `${dayOf(watched.from)} to ${dayOf(watched.to)}`],
  ];
  return h(
    'dl',
    { class: 'facts' },
    pairs.map(([name, value]) =>
      value === undefined || value === '' ? null : h('div', null, h('dt', null, name), h('dd', null, value)),
    ),
  );
}
