import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { fittingLines, more } from '../text/bounded-list.ts';

/** Text that Markdown and HTML show as it is, in one table cell. */
export function markdownText(text: string): string {
  return clip(stripControlCharacters(text), 2000)
    .replace(/:(?=\/\/)|(?<=\bwww)\.|[\\`*_{}[\]()#+!|~<>&@]/gi, (character) => HTML[character] ?? `\\${character}`)
    .trim();
}

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  // GitHub looks for mentions and numbers of issues in what was rendered, where an entity is a letter like any other: the
  // space of no width keeps them apart.
  '@': '@&#8203;',
  '#': '#&#8203;',
  // No bare link comes out of a name.
  ':': '&#58;',
  '.': '&#46;',
};

/** A table of texts that are Markdown already, with a blank line below; rows that do not fit into `max` characters are counted under it. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  max: number,
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...bounded(rows.map(line), max), ''];
}

/** A list of sentences, with a blank line below. */
export function markdownList(sentences: readonly string[], max: number): readonly string[] {
  const lines = sentences.map((sentence) => `- ${markdownText(sentence)}`);
  return [...bounded(lines, max), ''];
}

function bounded(lines: readonly string[], max: number): readonly string[] {
  const kept = fittingLines(lines, max);
  return kept.length === lines.length ? lines : [...kept, '', more(lines.length - kept.length)];
}
