import { type ComponentChild, h } from 'preact';
import { counted } from '../base/format.ts';
import type { PageData } from '../report/page/page-data.ts';

/** What a reader must know before trusting the rest; nothing where all was seen. */
export function CaveatsPanel({ data }: { readonly data: PageData }): ComponentChild {
  const { caveats, incomplete } = data;
  if (caveats.length === 0 && incomplete.length === 0) return null;
  return h(
    'section',
    { class: incomplete.length > 0 ? 'trust alarm' : 'trust', 'aria-labelledby': 'trust-title' },
    h(
      'h2',
      { id: 'trust-title' },
      incomplete.length > 0
        ? `This audit is incomplete: ${counted(incomplete.length, 'thing')} could not be read or done`
        : 'What this audit could not see',
    ),
    h(
      'ul',
      null,
      incomplete.map(({ what, why }) => h('li', null, h('b', null, what), `: ${why}`)),
      caveats.map((caveat) => h('li', null, caveat)),
    ),
  );
}
