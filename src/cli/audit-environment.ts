import { unlimited } from '../deadline.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import type { Progress } from '../ports.ts';
import type { RunEnvironment } from '../wiring/open-context.ts';
import type { Terminal } from './terminal.ts';
import { terminalCredentials } from './terminal-credentials.ts';

/** What an audit by command brings along: it takes as long as it takes, and uses the catalogue that the function keeps where that is newer. */
export function auditEnvironment(
  terminal: Terminal,
  { signal, ...run }: { readonly signal: AbortSignal; readonly progress: Progress; readonly catalog: Catalog },
): RunEnvironment {
  return { ...unlimited(signal), ...terminalCredentials(terminal), ...run, usesOthersCatalog: true };
}
