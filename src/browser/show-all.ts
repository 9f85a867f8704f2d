import { type ComponentChild, h } from 'preact';
import { counted } from '../base/format.ts';

interface ShowAllProps {
  readonly count: number;
  /** How many of them are drawn already. */
  readonly shown: number;
  /** What they are: `action`. */
  readonly noun: string;
  readonly show: () => void;
}

/** A button for the rest of a long list; on paper how much is left out. Nothing where all is shown. */
export function ShowAll({ count, shown, noun, show }: ShowAllProps): ComponentChild {
  if (shown >= count) return null;
  return [
    h('button', { type: 'button', onClick: show }, `Show all ${counted(count, noun)}`),
    h('p', { class: 'on-paper' }, `and ${counted(count - shown, `more ${noun}`)}, which the page shows.`),
  ];
}
