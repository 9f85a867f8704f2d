import { Readable, Writable } from 'node:stream';
import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that remembers what was written to it. */
export interface FakeTerminal extends Terminal {
  readonly out: () => string;
  readonly err: () => string;
}

/** A terminal of 120 columns that is none (a pipe) unless `tty` says so, with this on standard input. */
export function fakeTerminal(
  stdin: string | Iterable<string | Uint8Array> = '',
  environment: Record<string, string> = {},
  tty: Partial<
    Pick<Terminal, 'stdinIsTerminal' | 'stdoutIsTerminal' | 'stderrIsTerminal' | 'columns' | 'stderrColumns'>
  > = {},
): FakeTerminal {
  const written: Record<'out' | 'err', string> = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  return {
    stdin: Readable.from(typeof stdin === 'string' ? [stdin] : stdin, { objectMode: false }),
    stdout: into('out'),
    stderr: into('err'),
    environment,
    columns: 120,
    stderrColumns: 120,
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    ...tty,
    out: () => written.out,
    err: () => written.err,
  };
}
