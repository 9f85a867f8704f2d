/** Lines joined, as many as fit into `max` characters, ending in `and 12 more` where some did not. */
export function boundedList(lines: readonly string[], max: number, most = Number.POSITIVE_INFINITY): string {
  const kept: string[] = [];
  let length = 0;
  for (const [place, line] of lines.entries()) {
    const rest = lines.length - place - 1;
    const reserve = rest > 0 ? more(rest).length + 1 : 0;
    if (place >= most || length + line.length + 1 + reserve > max)
      return [...kept, more(lines.length - place)].join('\n');
    kept.push(line);
    length += line.length + 1;
  }
  return kept.join('\n');
}

function more(count: number): string {
  return `… and ${count} more`;
}
