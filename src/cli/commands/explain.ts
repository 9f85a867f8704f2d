import type { Command } from 'commander';
import { type Action, parseAction } from '../../iam/action.ts';
import { explainAction, verdictOn } from '../../report/policy/explain-action.ts';
import { type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { type Outcome, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { withExamples } from '../help.ts';
import { readRoleName } from '../role-name.ts';
import { answerFrom, type FromOption, roleIn, withFromOption } from '../stored-answer.ts';
import { type Terminal, writeLine } from '../terminal.ts';

interface ExplainOptions extends EvidenceOptions, FromOption {}

/** `explain ROLE ACTION`: the whole story of one verdict, in sentences. */
export function addExplainCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('explain')
    .summary('say why an action of a role has its verdict')
    .description('Say why an action of a role has its verdict: statement, events, windows, task-definition field.')
    .argument('<role>', 'ARN or name of a role that a task definition names')
    .argument('<action>', 'such as s3:GetObject');
  withExamples(withEvidenceOptions(withFromOption(command)), [
    ['explain my-app-task s3:GetObject', 'by the role’s name'],
    ['explain my-app-task s3:GetObject --from s3://my-report-bucket/reports/', 'at once, from the last audit'],
    ['explain arn:aws:iam::123456789012:role/my-app-task s3:GetObject --regions eu-west-1', 'by its ARN, one Region'],
    ['explain my-app-task s3:GetObject --trail-uri s3://my-trail-bucket', 'with a trail in another account’s bucket'],
  ]).action(async (role: string, text: string, options: ExplainOptions, self: Command) => {
    const action = parseAction(text);
    if (!action.ok) throw new UsageError(action.problem);
    if (options.from !== undefined) return explainFrom(options, { role, action: action.value }, terminal, outcome);
    await tellUnknown(action.value, terminal);
    // Loaded only where an audit is to be run.
    const { auditOneRole } = await import('../role-audit.ts');
    const audited = await auditOneRole(role, options, self.optsWithGlobals<GlobalOptions>(), terminal);
    outcome.status = audited.status;
    await writeLine(terminal.stdout, explainAction(audited.result, audited.assessment, action.value).join('\n'));
  });
}

async function explainFrom(
  options: ExplainOptions,
  asked: { readonly role: string; readonly action: Action },
  terminal: Terminal,
  outcome: Outcome,
): Promise<void> {
  const named = readRoleName(asked.role);
  await answerFrom(options, named, terminal, async ({ report, audit, status }) => {
    const arn = roleIn(report, named);
    const { role, recommendation } = await report.role(arn);
    // What the role is granted is no slip of the pen; only for the rest the catalogue is loaded.
    if (verdictOn(role, asked.action) === undefined) await tellUnknown(asked.action, terminal);
    const recommendations = recommendation === undefined ? {} : { [arn]: recommendation };
    outcome.status = status;
    await writeLine(terminal.stdout, explainAction({ ...audit, recommendations }, role, asked.action).join('\n'));
  });
}

async function tellUnknown(action: Action, terminal: Terminal): Promise<void> {
  const [{ openActiveCatalog }, { unknownAction }] = await Promise.all([
    import('../active-catalog.ts'),
    import('../unknown-action.ts'),
  ]);
  const unknown = unknownAction(action, await openActiveCatalog(terminal));
  if (unknown !== undefined) await writeLine(terminal.stderr, `ecs-role-auditor: ${unknown}`);
}
