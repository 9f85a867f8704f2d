import type { Command } from 'commander';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { diagnosisText } from '../../report/diagnosis/diagnosis-text.ts';
import { UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, withExamples } from '../help.ts';
import { stylerFor, type Terminal, writeText } from '../terminal.ts';

/** Bytes of standard input that are read: a message stands at the beginning. */
const MOST_BYTES = 1024 * 1024;

interface DiagnoseOptions {
  readonly format: 'text' | 'json';
}

/** `diagnose TEXT`: what an error of ECS or IAM means, from its text alone. */
export function addDiagnoseCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('diagnose')
    .summary('say what an error of ECS or IAM means')
    .description(
      'Say what an error means that ECS shows for a stopped task, or that a container logs: when it happens, which of the two roles it is about (or neither), and what to do. No account is asked.',
    )
    .argument('<text...>', 'the error as it stands in the console or a log; - for standard input')
    .addOption(choiceOption('--format <format>', 'form of the result', ['text', 'json']).default('text'));
  withExamples(command, [
    [
      'diagnose "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times"',
      'a reason',
    ],
    ['aws ecs describe-tasks --tasks ID --query "tasks[0].stoppedReason" | {} diagnose -', 'of a stopped task'],
  ]).action(async (words: readonly string[], options: DiagnoseOptions, self: Command) => {
    const text = words.length === 1 && words[0] === '-' ? await beginningOf(terminal) : words.join(' ');
    if (text.trim() === '') throw new UsageError('Cannot diagnose an empty text: expected an error message');
    const diagnosis = diagnose(text);
    const { color } = self.optsWithGlobals<GlobalOptions>();
    await writeText(
      terminal.stdout,
      options.format === 'json'
        ? `${escapeInvisible(JSON.stringify({ version: 1, ...diagnosis }, null, 2))}\n`
        : diagnosisText(diagnosis, stylerFor(terminal, color)),
    );
  });
}

async function beginningOf({ stdin }: Terminal): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(piece);
    pieces.push(bytes);
    length += bytes.length;
    if (length >= MOST_BYTES) break;
  }
  return Buffer.concat(pieces).toString('utf8').slice(0, MOST_BYTES);
}
