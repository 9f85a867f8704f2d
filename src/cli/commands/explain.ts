import type { Command } from 'commander';
import { parseAction } from '../../iam/action.ts';
import { loadCatalog } from '../../iam/catalog/load-catalog.ts';
import { explainAction } from '../../report/policy/explain-action.ts';
import { type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { UsageError } from '../exit-status.ts';
import { auditOneRole } from '../role-audit.ts';
import type { GlobalOptions, Outcome } from '../run-command-line.ts';
import { type Terminal, writeLine } from '../terminal.ts';

/** `explain ROLE ACTION`: the whole story of one verdict, in sentences. */
export function addExplainCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('explain')
    .description('Say why an action of a role has its verdict: statement, events, windows, task-definition field.')
    .argument('<role>', 'ARN or name of a role that a task definition names')
    .argument('<action>', 'such as s3:GetObject');
  withEvidenceOptions(command)
    .addHelpText('after', '\nExample:\n  ecs-role-auditor explain my-app-task s3:GetObject')
    .action(async (role: string, text: string, options: EvidenceOptions, self: Command) => {
      const action = parseAction(text);
      if (!action.ok) throw new UsageError(action.problem);
      // A slip of the pen would otherwise read as an action that the role is not granted.
      if ((await loadCatalog()).indexOf(action.value) === undefined) {
        await writeLine(
          terminal.stderr,
          `ecs-role-auditor: ${action.value} is not in the catalogue of IAM actions: check its spelling, or "catalog refresh" where it is new`,
        );
      }
      const audited = await auditOneRole(role, options, self.optsWithGlobals<GlobalOptions>(), terminal);
      outcome.status = audited.status;
      await writeLine(terminal.stdout, explainAction(audited.result, audited.assessment, action.value).join('\n'));
    });
}
