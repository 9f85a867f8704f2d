import { type ComponentChild, type ComponentChildren, h } from 'preact';

interface BarListProps {
  /** What the list is, for screen readers. */
  readonly label: string;
  /** Heads of the columns: of the names, of the drawing, of the numbers. */
  readonly heads: readonly [name: string, plot: ComponentChildren, number: string];
  readonly children?: ComponentChildren;
}

/** A chart as a list: each item is a name, a drawing and numbers, which stand above the drawing where the chart is narrow. */
export function BarList({ label, heads: [name, plot, number], children }: BarListProps): ComponentChild {
  return h(
    'div',
    { class: 'bars' },
    h(
      'div',
      { class: 'bar-row heads', 'aria-hidden': 'true' },
      h('span', { class: 'label' }, name),
      h('span', { class: 'number' }, number),
      h('span', { class: 'plot' }, plot),
    ),
    h('ul', { 'aria-label': label }, children),
  );
}

interface BarRowProps {
  readonly name: ComponentChildren;
  readonly number: ComponentChildren;
  /** The drawing; what it says must stand in `number`. */
  readonly children?: ComponentChildren;
}

/** One item of a `BarList`. */
export function BarRow({ name, number, children }: BarRowProps): ComponentChild {
  return h(
    'li',
    { class: 'bar-row' },
    h('span', { class: 'label' }, name),
    h('span', { class: 'number' }, number),
    h('span', { class: 'plot', 'aria-hidden': 'true' }, children),
  );
}
