import type { Readable, Writable } from 'node:stream';
import { ANSI, PLAIN, type Styler } from '../report/text/styler.ts';

/** What a command touches of the process it runs in. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Width of standard output in columns; 120 in pipes. */
  readonly columns: number;
  /** Width of standard error in columns. */
  readonly stderrColumns: number;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
}

/** The process's own terminal. */
export function processTerminal(): Terminal {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    columns: columnsOf(process.stdout),
    stderrColumns: columnsOf(process.stderr),
    stdinIsTerminal: process.stdin.isTTY === true,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
  };
}

/** Some terminals say that they are 0 columns wide. */
export function columnsOf({ columns }: { readonly columns?: number }): number {
  return columns === undefined || columns < 1 ? 120 : columns;
}

/** Colour where it is wanted: on a terminal, unless `--no-color`, NO_COLOR or TERM=dumb says no; FORCE_COLOR in pipes. */
export function stylerFor(terminal: Terminal, color: boolean): Styler {
  const { environment } = terminal;
  const refused = !color || (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  const forced = (environment['FORCE_COLOR'] ?? '0') !== '0';
  return !refused && (terminal.stdoutIsTerminal || forced) ? ANSI : PLAIN;
}

/** Writes text, and waits where the reader is slower than we are. */
export async function writeText(stream: Writable, text: string): Promise<void> {
  if (text === '') return;
  if (!stream.write(text)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
}

/** Writes a line. */
export function writeLine(stream: Writable, text: string): Promise<void> {
  return writeText(stream, `${text}\n`);
}

/** Writes a text that comes in pieces, of which it holds a few at a time, and ends it with one line break. */
export async function writePieces(stream: Writable, pieces: Iterable<string>): Promise<void> {
  let held = '';
  for (const piece of pieces) {
    // Line breaks at the end of a piece may be those at the end of the text.
    const end = piece.trimEnd().length;
    if (end === 0) {
      held += piece;
      continue;
    }
    await writeText(stream, held + piece.slice(0, end));
    held = piece.slice(end);
  }
  await writeLine(stream, '');
}
