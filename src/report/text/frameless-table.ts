import Table from 'cli-table3';
import type { Styler } from './styler.ts';

/** A table without a frame; columns from `rightFrom` on are numbers and stand right. */
export function frameless(
  heads: readonly string[],
  widths: readonly number[],
  styler: Styler,
  rightFrom = Number.POSITIVE_INFINITY,
): Table.Table {
  return new Table({
    head: heads.map((head) => styler.heading(head)),
    colWidths: [...widths],
    colAligns: widths.map((_, column) => (column >= rightFrom ? 'right' : 'left')),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      right: '',
      'right-mid': '',
      mid: '─',
      'mid-mid': '─',
      middle: ' ',
    },
  });
}
