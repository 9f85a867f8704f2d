import { grouped } from '../../base/format.ts';

/** Lines joined, as many as fit into `max` characters, ending in `and 12 more` where some did not. */
export function boundedList(lines: readonly string[], max: number, most = Number.POSITIVE_INFINITY): string {
  const kept = fittingLines(lines, max, most);
  return kept.length === lines.length ? kept.join('\n') : [...kept, more(lines.length - kept.length)].join('\n');
}

/** The first lines that fit into `max` characters, each with its line break, and at most `most`; where some do not, with room for `… and 12 more`. */
export function fittingLines(
  lines: readonly string[],
  max: number,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  let length = 0;
  const end = lines.findIndex((line, place) => {
    const rest = lines.length - place - 1;
    const reserve = rest > 0 ? more(rest).length + 1 : 0;
    if (place >= most || length + line.length + 1 + reserve > max) return true;
    length += line.length + 1;
    return false;
  });
  return end === -1 ? lines : lines.slice(0, end);
}

/** `… and 12 more`. */
export function more(count: number): string {
  return `… and ${grouped(count)} more`;
}
