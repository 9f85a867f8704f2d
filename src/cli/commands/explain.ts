import type { Command } from 'commander';
import { parseAction } from '../../iam/action.ts';
import { explainAction } from '../../report/policy/explain-action.ts';
import { openActiveCatalog } from '../active-catalog.ts';
import { type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { type Outcome, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { withExamples } from '../help.ts';
import { auditOneRole } from '../role-audit.ts';
import { type Terminal, writeLine } from '../terminal.ts';
import { unknownAction } from '../unknown-action.ts';

/** `explain ROLE ACTION`: the whole story of one verdict, in sentences. */
export function addExplainCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('explain')
    .summary('say why an action of a role has its verdict')
    .description('Say why an action of a role has its verdict: statement, events, windows, task-definition field.')
    .argument('<role>', 'ARN or name of a role that a task definition names')
    .argument('<action>', 'such as s3:GetObject');
  withExamples(withEvidenceOptions(command), [
    ['explain my-app-task s3:GetObject', 'by the role’s name'],
    ['explain arn:aws:iam::123456789012:role/my-app-task s3:GetObject --regions eu-west-1', 'by its ARN, one Region'],
    ['explain my-app-task s3:GetObject --trail-uri s3://my-trail-bucket', 'with a trail in another account’s bucket'],
  ]).action(async (role: string, text: string, options: EvidenceOptions, self: Command) => {
    const action = parseAction(text);
    if (!action.ok) throw new UsageError(action.problem);
    const unknown = unknownAction(action.value, await openActiveCatalog(terminal));
    if (unknown !== undefined) await writeLine(terminal.stderr, `ecs-role-auditor: ${unknown}`);
    const audited = await auditOneRole(role, options, self.optsWithGlobals<GlobalOptions>(), terminal);
    outcome.status = audited.status;
    await writeLine(terminal.stdout, explainAction(audited.result, audited.assessment, action.value).join('\n'));
  });
}
