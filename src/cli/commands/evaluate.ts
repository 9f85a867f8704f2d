import type { Command } from 'commander';
import { evaluateCommand } from '../../iam/evaluate-request.ts';
import { UsageError } from '../exit-status.ts';
import { readPolicyFile } from '../policy-file.ts';
import { type Terminal, writeLine } from '../terminal.ts';

interface EvaluateCommandOptions {
  readonly policy: readonly string[];
  readonly boundary?: string;
  readonly scp?: readonly string[];
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[];
}

/** `evaluate`: one IAM decision as JSON, with the statements that made it. */
export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description('Decide one request by IAM’s policy evaluation logic; prints JSON.')
    .requiredOption('--policy <file...>', 'identity policies')
    .option('--boundary <file>', 'permissions boundary')
    .option('--scp <file...>', 'organization policies; each that allows something is a level of its own')
    .requiredOption('--action <action>', 'such as s3:GetObject')
    .requiredOption('--resource <arn>', 'an ARN, or * for actions without resources')
    .option(
      '--context <key=value...>',
      'what is known of the request; other keys are unknown, and "key=" says the request has none',
    )
    .addHelpText(
      'after',
      '\nExample:\n  ecs-role-auditor evaluate --policy role.json --action s3:GetObject --resource arn:aws:s3:::b/key --context aws:SourceVpc=vpc-1a2b3c4d',
    )
    .action(async (options: EvaluateCommandOptions) => {
      const [policies, boundary, scps] = await Promise.all([
        Promise.all(options.policy.map(readPolicyFile)),
        options.boundary === undefined ? undefined : readPolicyFile(options.boundary),
        Promise.all((options.scp ?? []).map(readPolicyFile)),
      ]);
      const decision = evaluateCommand({
        policies,
        ...(boundary && { boundary }),
        scps,
        action: options.action,
        resource: options.resource,
        ...(options.context && { context: options.context }),
      });
      if (!decision.ok) throw new UsageError(decision.problem);
      await writeLine(terminal.stdout, JSON.stringify(decision.value, null, 2));
    });
}
