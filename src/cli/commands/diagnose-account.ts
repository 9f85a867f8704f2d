import { messageOf } from '../../base/attempt.ts';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { diagnosisText } from '../../report/diagnosis/diagnosis-text.ts';
import { redact } from '../../report/redact.ts';
import { diagnoseStopped, type StoppedTarget } from '../../wiring/diagnose-stopped.ts';
import { EXIT, type ExitStatus, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { interruptible } from '../interruptible.ts';
import { stylerFor, type Terminal, writeLine, writeText } from '../terminal.ts';

/** What is asked of an account. */
export interface AccountDiagnosisOptions {
  readonly target: StoppedTarget;
  readonly format: 'text' | 'json';
}

/** Diagnoses a task or service of an account; what could not be read is told on standard error. */
export async function diagnoseAccount(
  { target, format }: AccountDiagnosisOptions,
  globals: GlobalOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const found = await interruptible(globals, terminal, async ({ signal }) => {
    try {
      return await diagnoseStopped(target, { signal });
    } catch (error) {
      throw new UsageError(messageOf(error), { cause: error });
    }
  });
  const { message, ...rest } = found;
  // Reasons repeat what failed, such as a command line.
  const shown = { ...rest, message: redact(message, 1000) };
  await writeText(
    terminal.stdout,
    format === 'json'
      ? `${escapeInvisible(JSON.stringify({ version: 1, ...shown }, null, 2))}\n`
      : [
          `${shown.task ?? 'The service'}: ${shown.message}\n\n`,
          diagnosisText(shown, stylerFor(terminal, globals.color)),
          ...(shown.checked.length === 0 ? [] : ['\nToday\n']),
          ...shown.checked.map(({ because }) => `- ${because}\n`),
        ].join(''),
  );
  for (const { what, why } of found.incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
  return found.incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
}
