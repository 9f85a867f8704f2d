import { type ComponentChild, h } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { counted, grouped } from '../base/format.ts';
import type { PageData, PageRole, SeenAction } from '../report/page/page-data.ts';
import { grantedTo } from '../report/page/read/role-query.ts';
import { type ActionGroup, groupsOf } from '../report/page/read/unpack-role.ts';
import type { Verdict } from '../rightsize/verdict.ts';
import { Disclosure } from './disclosure.ts';
import { MEANING, READING_ORDER } from './page-words.ts';
import { Reason } from './reason.ts';
import { ShowAll } from './show-all.ts';

/** Verdicts with more actions than this are closed until the reader opens them, or narrows them down. */
const MANY = 400;
/** Reasons drawn before the reader asks for all. */
const MOST_REASONS = 40;

interface ActionListProps {
  readonly data: PageData;
  readonly role: PageRole;
  readonly seen: readonly SeenAction[];
}

/** Every granted action with verdict and reason: by verdict, and then by reason. */
export function ActionList({ data, role, seen }: ActionListProps): ComponentChild {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const groups = useMemo(
    () => groupsOf(data, role, (action) => action.toLowerCase().includes(wanted)),
    [data, role, wanted],
  );
  const uses = useMemo(() => new Map(seen.map((item) => [item.action, item])), [seen]);
  if (grantedTo(role) === 0) return null;
  const byVerdict = Map.groupBy(groups, (group) => group.verdict);
  return h(
    'section',
    { class: 'actions', 'aria-labelledby': 'actions-title' },
    h('h3', { id: 'actions-title' }, 'Every action, with its reason'),
    h(
      'p',
      { class: 'line' },
      h('input', {
        type: 'search',
        'aria-label': 'Filter the actions of this role',
        placeholder: 'Filter actions',
        autocomplete: 'off',
        spellcheck: false,
        value: text,
        onInput: (event: Event) => setText((event.currentTarget as HTMLInputElement).value),
      }),
      h(
        'span',
        { role: 'status' },
        wanted === ''
          ? counted(grantedTo(role), 'action')
          : `${grouped(sizeOf(groups))} of ${counted(grantedTo(role), 'action')}`,
      ),
    ),
    READING_ORDER.map((verdict) => {
      const own = byVerdict.get(verdict);
      if (own === undefined) return null;
      return h(VerdictSection, { verdict, groups: own, uses, key: `${verdict} ${wanted === '' ? '' : 'narrowed'}` });
    }),
  );
}

interface VerdictSectionProps {
  readonly verdict: Verdict;
  readonly groups: readonly ActionGroup[];
  readonly uses: ReadonlyMap<string, SeenAction>;
}

function VerdictSection({ verdict, groups, uses }: VerdictSectionProps): ComponentChild {
  const [all, setAll] = useState(false);
  const size = sizeOf(groups);
  const summary = [
    h('span', { class: `swatch back-${verdict}`, 'aria-hidden': 'true' }),
    h('h4', null, `${grouped(size)} ${verdict}`),
    h('span', { class: 'meaning' }, MEANING[verdict]),
  ];
  return h(Disclosure, { class: 'verdict', summary, open: size <= MANY || verdict === 'unused' }, () => {
    const reasons = [...Map.groupBy(groups, (group) => group.because)];
    const shown = all ? reasons : reasons.slice(0, MOST_REASONS);
    return [
      shown.map(([because, own]) => h(Reason, { because, groups: own, uses, key: because })),
      h(ShowAll, { count: reasons.length, shown: shown.length, noun: 'reason', show: () => setAll(true) }),
    ];
  });
}

function sizeOf(groups: readonly ActionGroup[]): number {
  return groups.reduce((sum, { actions }) => sum + actions.length, 0);
}
