import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { Severity } from '../../findings/finding.ts';
import type { CheckResult } from './check-result.ts';

const COMMANDS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  CRITICAL: 'error',
  HIGH: 'error',
  MEDIUM: 'warning',
  LOW: 'notice',
  INFORMATIONAL: 'notice',
};
/** Characters of a message: only hostile names make one longer. */
const MOST = 4_000;

/** The result as workflow commands, of which GitHub makes annotations ("Workflow commands for GitHub Actions"). */
export function checkGithub({ findings, incomplete }: CheckResult): string {
  const lines = findings.map(({ severity, rule, title, description, file, line, column, remedy }) => {
    const properties = { file, line, col: column, title: `${severity}: ${rule}` };
    return command(COMMANDS[severity], properties, `${title}. ${description} ${remedy}`);
  });
  const lost = incomplete.map(({ what, why }) =>
    command('warning', { title: 'Could not be checked' }, `${what}: ${why}`),
  );
  return [...lines, ...lost].map((line) => `${line}\n`).join('');
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${list.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return clip(stripControlCharacters(text), MOST).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
