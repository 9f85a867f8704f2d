import type { Command } from 'commander';
import { counted } from '../../base/format.ts';
import { BudgetExceeded, stepBudget } from '../../base/step-budget.ts';
import type { Action } from '../../iam/action.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import type { ActionSelection } from '../../iam/expand.ts';
import { grantedByPolicies } from '../../iam/granted-by-policies.ts';
import { listActions } from '../../iam/list-actions.ts';
import type { NamedPolicy } from '../../iam/named-policy.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import { openActiveCatalog } from '../active-catalog.ts';
import { UsageError } from '../exit-status.ts';
import { withExamples } from '../help.ts';
import { readPolicyFile } from '../policy-file.ts';
import { type Terminal, writeText } from '../terminal.ts';
import { meant } from '../unknown-action.ts';

interface ExpandOptions {
  readonly policy?: readonly string[];
}

/** `expand [ACTION-PATTERN…] [--policy FILE…]`: the concrete actions that patterns or policies grant, one a line. */
export function addExpandCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('expand')
    .summary('list the actions that patterns or policies grant')
    .description('List the concrete actions that action patterns or policies grant, one a line.')
    .argument('[action-pattern...]', "such as 's3:Get*' (quote it from the shell); several by spaces or commas")
    .option(
      '--policy <file...>',
      'policy documents; their statements together, minus what they deny on every resource',
    );
  withExamples(command, [
    ["expand 's3:Get*Tagging'", 'what a pattern grants'],
    ['expand --policy policy.json | wc -l', 'how many actions a policy grants'],
  ]).action(async (given: readonly string[], options: ExpandOptions) => {
    const patterns = given.flatMap((each) => each.split(',')).filter((each) => each !== '');
    const files = options.policy ?? [];
    if (patterns.length === 0 && files.length === 0) {
      throw new UsageError("Cannot expand nothing: expected an action pattern such as 's3:Get*', or --policy FILE");
    }
    const policies = await Promise.all(files.map(readPolicy));
    if (patterns.length > 0) policies.push(patternPolicy(patterns));
    const catalog = await openActiveCatalog(terminal);
    const listed = [...listActions(catalog, grantedWithin(policies, catalog))];
    await writeText(terminal.stdout, listed.map(({ action }) => `${action}\n`).join(''));
    for (const { action } of listed.filter(({ inCatalog }) => !inCatalog)) {
      await writeText(
        terminal.stderr,
        `ecs-role-auditor: ${action} matches nothing in the catalogue${meant(action as Action, catalog)}; listed as written\n`,
      );
    }
    for (const note of policies.flatMap((policy) => policy.document.notes)) {
      await writeText(terminal.stderr, `ecs-role-auditor: ${note}\n`);
    }
  });
}

/** Steps that one command may take over its policies, some half a minute: 10,000 statements with NotAction take less. */
const STEPS = 600_000_000;

function grantedWithin(policies: readonly NamedPolicy[], catalog: Catalog): ActionSelection {
  const statements = policies.reduce((sum, { document }) => sum + document.statements.length, 0);
  try {
    return grantedByPolicies(policies, catalog, stepBudget(STEPS, 'the policies take too many steps'));
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    throw new UsageError(
      `Cannot expand ${counted(statements, 'statement')}: they take more steps to tell apart than a command is given; expand fewer at once`,
    );
  }
}

async function readPolicy(path: string): Promise<NamedPolicy> {
  const { name, text } = await readPolicyFile(path);
  const document = parsePolicy(text);
  if (!document.ok) throw new UsageError(`${name}: ${document.problem}`);
  return { name, document: document.value };
}

function patternPolicy(patterns: readonly string[]): NamedPolicy {
  const wrong = patterns.find((pattern) => pattern !== '*' && !/^[\w-]+:[\w*?-]+$/.test(pattern));
  if (wrong !== undefined) {
    throw new UsageError(`Cannot expand "${wrong}": expected service:Name, with * and ? as wildcards, as in s3:Get*`);
  }
  const document = parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: patterns, Resource: '*' },
  });
  if (!document.ok) throw new UsageError(`Cannot expand ${patterns.join(' ')}: ${document.problem}`);
  return { name: 'command line', document: document.value };
}
