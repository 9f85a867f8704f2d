import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { codeInText } from '../code-in-text.ts';
import { fittingLines, more } from '../text/bounded-list.ts';

/** Text that Markdown and HTML show as it is, in one table cell. */
export function markdownText(text: string): string {
  return clip(stripControlCharacters(text), 2000)
    .replace(/:(?=\/\/)|(?<=\bwww)\.|[\\`*_{}[\]()#+!|~<>&@]/gi, (character) => HTML[character] ?? `\\${character}`)
    .trim();
}

/** Text as code in a table cell: shown as it is, in one line, and copied as it is. */
function markdownCode(text: string): string {
  return `\`${stripControlCharacters(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** A remedy as `markdownText`, its commands and statements as code. */
export function markdownRemedy(text: string): string {
  return codeInText(clip(text, 2000))
    .map((piece) => (piece.code ? markdownCode(piece.text) : spaced(piece.text)))
    .join('')
    .trim();
}

/** `markdownText` with the spaces around it. */
function spaced(text: string): string {
  const [, before = '', within = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return `${before}${markdownText(within)}${after}`;
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
