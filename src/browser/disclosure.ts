import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { useState } from 'preact/hooks';
import { usePrinting } from './printing.ts';

interface DisclosureProps {
  readonly class?: string;
  readonly summary: ComponentChildren;
  /** Whether it is open for a reader who has not chosen; closed where absent. */
  readonly open?: boolean;
  /** A function draws what is costly, and only while it is open. */
  readonly children?: ComponentChildren | (() => ComponentChildren);
}

/** What a reader opens and closes; open on paper. */
export function Disclosure({ summary, open = false, children, ...rest }: DisclosureProps): ComponentChild {
  const [chosen, setChosen] = useState<boolean>();
  const printing = usePrinting();
  const isOpen = printing || (chosen ?? open);
  return h(
    'details',
    {
      ...rest,
      open: isOpen,
      // The event also follows changes that were drawn: only what differs from what was drawn is the reader's choice.
      onToggle: ({ currentTarget }: Event) => {
        const now = (currentTarget as HTMLDetailsElement).open;
        if (now !== isOpen) setChosen(now);
      },
    },
    h('summary', null, summary),
    typeof children === 'function' ? isOpen && children() : children,
  );
}
