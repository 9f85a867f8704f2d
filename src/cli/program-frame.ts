import { Command } from 'commander';
import { isRegion } from '../base/region.ts';
import { meantByForeignOption } from './foreign-options.ts';
import { stylerFor, type Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** The program without its commands: its name, its options, and how it speaks. */
export function programFrame(terminal: Terminal, color: boolean): Command {
  return new Command('ecs-role-auditor')
    .description(
      'Finds permissions that the IAM roles of Amazon ECS task definitions are granted but do not use.\nIt reads the account of the standard AWS configuration (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …).',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .option('--quiet', 'no progress on standard error')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR count too)')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: stylerFor(terminal, color).heading })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.columns, 120),
      getErrHelpWidth: () => Math.min(terminal.columns, 120),
      // What we style is decided above; commander must not strip it.
      getOutHasColors: () => true,
      getErrHasColors: () => true,
      outputError: (text, write) => write(`ecs-role-auditor: ${text.replace(/^error: /, '')}${hintOn(text)}`),
    })
    .exitOverride();
}

/** What commander's message leaves open. */
function hintOn(text: string): string {
  const [, value] = /Expected 0 arguments but got \d+: ([\w-]+)/.exec(text) ?? [];
  if (value === undefined || !text.includes("'audit'")) return '';
  return isRegion(value)
    ? 'Several Regions are one list: --regions us-east-1,eu-west-1\n'
    : `To audit only that, say --family ${value} or --role ${value}\n`;
}

/** Has every wrong command line end with the command that shows what would be right. */
export function pointToHelp(command: Command, path: string): void {
  command.showHelpAfterError(`(${path} --help shows what would be right)`);
  const { outputError } = command.configureOutput();
  command.configureOutput({
    outputError(text, write) {
      const meant = meantByForeignOption(text, command);
      outputError?.(meant === undefined ? text : `${text.split('\n')[0]}\n(${meant})\n`, write);
    },
  });
  for (const below of command.commands) pointToHelp(below, `${path} ${below.name()}`);
}
