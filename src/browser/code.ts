import { type ComponentChild, h } from 'preact';

interface CodeProps {
  readonly text: string;
  /** What it is, for screen readers. */
  readonly label: string;
}

/** Preformatted text that scrolls, by keyboard too. */
export function Code({ text, label }: CodeProps): ComponentChild {
  return h('pre', { tabIndex: 0, role: 'region', 'aria-label': label }, h('code', null, text));
}
