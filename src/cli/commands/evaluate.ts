import type { Command } from 'commander';
import { parseAction } from '../../iam/action.ts';
import { evaluateCommand } from '../../iam/evaluate-request.ts';
import { openActiveCatalog } from '../active-catalog.ts';
import { collect } from '../collect.ts';
import { UsageError } from '../exit-status.ts';
import { withExamples } from '../help.ts';
import { readPolicyFile } from '../policy-file.ts';
import { type Terminal, writeLine } from '../terminal.ts';
import { unknownAction } from '../unknown-action.ts';

interface EvaluateCommandOptions {
  readonly policy: readonly string[];
  readonly boundary?: string;
  readonly scp?: readonly string[];
  readonly scpLevel?: readonly string[];
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[];
  readonly completeContext?: true;
}

/** `evaluate`: one IAM decision as JSON, with the statements that made it. */
export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('evaluate')
    .summary('decide one request by IAM’s policy evaluation logic')
    .description('Decide one request by IAM’s policy evaluation logic; prints JSON.')
    .requiredOption('--policy <file...>', 'identity policies')
    .option('--boundary <file>', 'permissions boundary')
    .option('--scp <file...>', 'organization policies; each that allows something is a level of its own')
    .option(
      '--scp-level <files>',
      'organization policies of one level (root, unit or account), separated by commas: it allows what one of them allows; repeatable',
      collect,
    )
    .requiredOption('--action <action>', 'such as s3:GetObject')
    .requiredOption('--resource <arn>', 'an ARN, or * for actions without resources')
    .option(
      '--context <key=value...>',
      'what is known of the request; other keys are unknown, "key=" says the request has none, and key=\'""\' that it is empty',
    )
    .option('--complete-context', 'the request has no other key than those of --context');
  withExamples(command, [
    ['evaluate --policy role.json --action s3:GetObject --resource arn:aws:s3:::b/key', 'one policy'],
    [
      'evaluate --policy a.json b.json --boundary max.json --action ecs:RunTask --resource "*"',
      'two policies below a permissions boundary',
    ],
    [
      'evaluate --policy role.json --action s3:GetObject --resource arn:aws:s3:::b/key --context aws:SourceVpc=vpc-1a2b3c4d',
      'with what is known of the request',
    ],
  ]).action(async (options: EvaluateCommandOptions) => {
    const [policies, boundary, scps, scpLevels] = await Promise.all([
      Promise.all(options.policy.map(readPolicyFile)),
      options.boundary === undefined ? undefined : readPolicyFile(options.boundary),
      Promise.all((options.scp ?? []).map(readPolicyFile)),
      Promise.all((options.scpLevel ?? []).map((files) => Promise.all(files.split(',').map(readPolicyFile)))),
    ]);
    const decision = evaluateCommand({
      policies,
      ...(boundary && { boundary }),
      scps,
      scpLevels,
      action: options.action,
      resource: options.resource,
      ...(options.context && { context: options.context }),
      ...(options.completeContext && { completeContext: true }),
    });
    if (!decision.ok) throw new UsageError(decision.problem);
    const action = parseAction(options.action);
    const unknown = action.ok ? unknownAction(action.value, await openActiveCatalog(terminal)) : undefined;
    if (unknown !== undefined) await writeLine(terminal.stderr, `ecs-role-auditor: ${unknown}`);
    const { notes, ...answer } = decision.value;
    for (const note of notes) await writeLine(terminal.stderr, `ecs-role-auditor: ${note}`);
    await writeLine(terminal.stdout, JSON.stringify(answer, null, 2));
  });
}
