import { createInterface } from 'node:readline/promises';
import { askingCredentials } from '../aws/client/asking-credentials.ts';
import type { AwsCredentials } from '../aws/client/session.ts';
import type { Terminal } from './terminal.ts';

/** Credentials as everywhere, that ask on a terminal for the code of a profile with `mfa_serial`; nothing of its own where there is no terminal. */
export function terminalCredentials(terminal: Terminal): { readonly aws?: { readonly credentials: AwsCredentials } } {
  if (!terminal.stdinIsTerminal || !terminal.stderrIsTerminal) return {};
  const ask = async (serial: string): Promise<string> => {
    const lines = createInterface({ input: terminal.stdin, output: terminal.stderr });
    try {
      return (await lines.question(`Code of ${serial}: `)).trim();
    } finally {
      lines.close();
    }
  };
  return { aws: { credentials: askingCredentials(ask) } };
}
