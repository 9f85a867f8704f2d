import { type ComponentChild, h } from 'preact';
import type { PageData } from '../report/page/page-data.ts';
import { Findings } from './finding-list.ts';

/** The findings that are about no single role; nothing where there are none. */
export function AccountFindings({ data }: { readonly data: PageData }): ComponentChild {
  const { open, suppressed } = data.accountFindings;
  if (open.length + suppressed.length === 0) return null;
  return h(
    'section',
    { class: 'account', 'aria-labelledby': 'account-title' },
    h('h2', { id: 'account-title' }, 'Findings of the account as a whole'),
    h(Findings, { findings: [...open, ...suppressed], firstOpen: false }),
  );
}
