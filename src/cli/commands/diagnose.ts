import type { Command } from 'commander';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { diagnosisText } from '../../report/diagnosis/diagnosis-text.ts';
import type { StoppedTarget } from '../../wiring/diagnose-stopped.ts';
import { type Outcome, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, withExamples } from '../help.ts';
import { stylerFor, type Terminal, writeText } from '../terminal.ts';

/** Bytes of standard input that are read: a message stands at the beginning. */
const MOST_BYTES = 1024 * 1024;

interface DiagnoseOptions {
  readonly format: 'text' | 'json';
  readonly task?: string;
  readonly service?: string;
  readonly cluster?: string;
}

/** `diagnose TEXT`, or `--task`, `--service`: what an error of ECS or IAM means, from its text alone or as the account has it. */
export function addDiagnoseCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('diagnose')
    .summary('say what an error of ECS or IAM means')
    .description(
      'Say what an error means that ECS shows for a stopped task, or that a container logs: when it happens, which of the two roles it is about (or neither), and what to do. No account is asked, unless a task or service is named: then what is missing is compared with what the role is granted.',
    )
    .argument('[text...]', 'the error as it stands in the console or a log; - for standard input')
    .option('--task <task>', 'a task of the account that stopped, by ARN or id; ECS tells of it for about an hour')
    .option('--service <service>', 'a service whose tasks stop; with --cluster')
    .option('--cluster <cluster>', 'the cluster of the task or service')
    .addOption(choiceOption('--format <format>', 'form of the result', ['text', 'json']).default('text'));
  withExamples(command, [
    [
      'diagnose "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times"',
      'a reason',
    ],
    ['diagnose --service checkout --cluster main', 'why tasks of a service stop, and what the role lacks'],
    ['aws ecs describe-tasks --tasks ID --query "tasks[0].stoppedReason" | {} diagnose -', 'of a stopped task'],
  ]).action(async (words: readonly string[], options: DiagnoseOptions, self: Command) => {
    const globals = self.optsWithGlobals<GlobalOptions>();
    const target = targetOf(words, options);
    if (target !== undefined) {
      // Loaded late: texts are diagnosed without the SDK.
      const { diagnoseAccount } = await import('./diagnose-account.ts');
      outcome.status = await diagnoseAccount({ target, format: options.format }, globals, terminal);
      return;
    }
    const text = words.length === 1 && words[0] === '-' ? await beginningOf(terminal) : words.join(' ');
    if (text.trim() === '') throw new UsageError('Cannot diagnose an empty text: expected an error message');
    const diagnosis = diagnose(text);
    await writeText(
      terminal.stdout,
      options.format === 'json'
        ? `${escapeInvisible(JSON.stringify({ version: 1, ...diagnosis }, null, 2))}\n`
        : diagnosisText(diagnosis, stylerFor(terminal, globals.color)),
    );
  });
}

function targetOf(words: readonly string[], { task, service, cluster }: DiagnoseOptions): StoppedTarget | undefined {
  if (task === undefined && service === undefined) {
    if (cluster !== undefined)
      throw new UsageError('Cannot diagnose a cluster: expected --task or --service beside --cluster');
    if (words.length === 0)
      throw new UsageError('Cannot diagnose nothing: expected an error message, --task or --service');
    return undefined;
  }
  if (words.length > 0 || (task !== undefined && service !== undefined))
    throw new UsageError(
      'Cannot diagnose several things at once: expected one of an error message, --task and --service',
    );
  if (task !== undefined) return { task, ...(cluster !== undefined && { cluster }) };
  if (service === undefined || cluster === undefined)
    throw new UsageError('Cannot diagnose a service without its cluster: expected --cluster beside --service');
  return { service, cluster };
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
