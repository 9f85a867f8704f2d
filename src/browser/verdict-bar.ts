import { type ComponentChild, h } from 'preact';
import { grouped } from '../base/format.ts';
import { sum } from '../base/sum.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import { verdictWords } from './page-words.ts';

interface VerdictBarProps {
  /** In the order of `VERDICTS`. */
  readonly counts: readonly number[];
  /** What the whole width stands for; the sum of the counts where absent. */
  readonly of?: number;
}

/** How many actions have each verdict, as lengths side by side. The numbers must stand beside it: it is hidden from screen readers. */
export function VerdictBar({ counts, of }: VerdictBarProps): ComponentChild {
  const whole = of ?? sum(counts);
  let at = 0;
  const parts = VERDICTS.flatMap((verdict, place) => {
    const width = whole === 0 ? 0 : ((counts[place] ?? 0) / whole) * 100;
    const x = at;
    at += width;
    return width === 0 ? [] : [h('rect', { class: `fill-${verdict}`, x: `${x}%`, width: `${width}%`, height: '100%' })];
  });
  return h('svg', { class: 'bar', 'aria-hidden': 'true' }, h('title', null, verdictWords(counts)), parts);
}

/** The colours of the verdicts, with counts where they are given. */
export function VerdictLegend({ counts }: { readonly counts?: readonly number[] }): ComponentChild {
  return h(
    'ul',
    { class: 'legend' },
    VERDICTS.map((verdict, place) =>
      counts !== undefined && (counts[place] ?? 0) === 0
        ? null
        : h(
            'li',
            null,
            h('span', { class: `swatch back-${verdict}`, 'aria-hidden': 'true' }),
            counts === undefined ? verdict : [h('b', null, grouped(counts[place] ?? 0)), ` ${verdict}`],
          ),
    ),
  );
}
