import { type ComponentChild, h } from 'preact';

/** Exceptions that somebody must see to; nothing where there are none. */
export function ExceptionsPanel({ notes }: { readonly notes: readonly string[] }): ComponentChild {
  if (notes.length === 0) return null;
  return h(
    'section',
    { class: 'trust', 'aria-labelledby': 'exceptions-title' },
    h('h2', { id: 'exceptions-title' }, 'Exceptions that need attention'),
    h(
      'ul',
      null,
      notes.map((note) => h('li', null, note)),
    ),
  );
}
