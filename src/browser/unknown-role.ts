import { type ComponentChild, h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { clip } from '../base/format.ts';
import type { PageData } from '../report/page/page-data.ts';
import { minuteOf } from './page-words.ts';

const LONGEST_NAME = 200;

interface UnknownRoleProps {
  readonly data: PageData;
  /** What the page's address asks for. */
  readonly wanted: string;
}

/** Says that the role of the page's address is not in this report, and why that may be. */
export function UnknownRole({ data, wanted }: UnknownRoleProps): ComponentChild {
  const note = useRef<HTMLElement>(null);
  useEffect(() => {
    note.current?.focus({ preventScroll: true });
    note.current?.scrollIntoView();
  }, [wanted]);
  return h(
    'section',
    { class: 'trust', tabIndex: -1, ref: note, 'aria-labelledby': 'unknown-title' },
    h('h2', { id: 'unknown-title' }, 'This role is not in the report'),
    h(
      'p',
      null,
      h('code', null, clip(wanted, LONGEST_NAME)),
      ` is not among the roles that task definitions of account ${data.accountId} named on ${minuteOf(data.startedAt)}. `,
      h('a', { href: '#roles' }, 'All roles'),
    ),
  );
}
