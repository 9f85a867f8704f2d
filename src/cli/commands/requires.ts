import type { Command } from 'commander';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { type DefinitionRequirements, requirementsOf } from '../../definition-files/required-policies.ts';
import { requiresCloudFormation } from '../../report/requires/requires-cloudformation.ts';
import { requiresDocument } from '../../report/requires/requires-document.ts';
import { requiresTable } from '../../report/requires/requires-table.ts';
import { requiresTerraform } from '../../report/requires/requires-terraform.ts';
import { type DefinitionInput, readDefinitionInput } from '../definition-input.ts';
import { EXIT, type Outcome } from '../exit-status.ts';
import { fileOptions, type OpenValueOptions, withOpenValueOptions } from '../file-options.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, GROUPS, withExamples } from '../help.ts';
import { stylerFor, type Terminal, writeLine, writeText } from '../terminal.ts';

const FORMS = ['table', 'json', 'terraform', 'cloudformation'] as const;

type Incompletes = Pick<DefinitionInput<unknown>, 'incomplete'>;

interface RequiresOptions extends OpenValueOptions {
  readonly as: (typeof FORMS)[number];
}

/** `requires FILE…`: what task definitions need of their two roles, from files alone. */
export function addRequiresCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('requires')
    .summary('say what task definitions need of their roles')
    .description(
      'Say what task definitions need of their two roles, field by field, with the smallest policies that grant it.\nReads task-definition JSON, CloudFormation templates and the output of terraform show -json; no account is asked.',
    )
    .argument('<file...>', 'files or directories; - for standard input');
  withOpenValueOptions(command)
    .optionsGroup(GROUPS.result)
    .addOption(choiceOption('--as <form>', 'form of the result', FORMS).default('table'));
  withExamples(command, [
    ['requires task-definition.json', 'what the definition needs, and why'],
    ['requires cdk.out --as cloudformation', 'the roles of all definitions below a directory'],
    ['aws ecs describe-task-definition --task-definition my-app | {} requires - --as json', 'of a registered one'],
  ]).action(async (files: readonly string[], options: RequiresOptions, self: Command) => {
    const input = await readDefinitionInput(files, fileOptions(options), terminal.stdin, (contents) =>
      contents.definitions.map((definition) => requirementsOf(contents.file, definition)),
    );
    const definitions = input.results.flat();
    const { color } = self.optsWithGlobals<GlobalOptions>();
    await writeText(terminal.stdout, rendered(definitions, input, options.as, terminal, color));
    await tellIncomplete(input, terminal);
    if (input.incomplete.length > 0) outcome.status = EXIT.incomplete;
  });
}

function rendered(
  definitions: readonly DefinitionRequirements[],
  { incomplete }: Incompletes,
  form: RequiresOptions['as'],
  terminal: Terminal,
  color: boolean,
): string {
  if (form === 'json')
    return `${escapeInvisible(JSON.stringify(requiresDocument(definitions, incomplete), null, 2))}\n`;
  if (definitions.length === 0) return '';
  switch (form) {
    case 'table':
      return requiresTable(definitions, stylerFor(terminal, color));
    case 'terraform':
      return requiresTerraform(definitions);
    case 'cloudformation':
      return requiresCloudFormation(definitions);
  }
}

/** Says on standard error what could not be read. */
export async function tellIncomplete({ incomplete }: Incompletes, terminal: Terminal): Promise<void> {
  for (const { what, why } of incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
}
