import type { Command } from 'commander';
import { arnOf } from '../../findings/role-facts.ts';
import { changeComment } from '../../report/policy/change-comment.ts';
import { changeRisks, statementRisks } from '../../report/policy/change-risks.ts';
import { POLICY_FORMS, type PolicyForm, renderPolicy } from '../../report/policy/render-policy.ts';
import type { Recommendation } from '../../rightsize/recommend/recommendation.ts';
import { type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { EXIT, type Outcome } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, GROUPS, withExamples } from '../help.ts';
import { auditOneRole } from '../role-audit.ts';
import { type Terminal, writeLine, writeText } from '../terminal.ts';

interface PolicyOptions extends EvidenceOptions {
  readonly as: PolicyForm;
  readonly tight?: true;
  readonly usedOnly?: true;
}

/**
 * `policy ROLE`: the right-sized policy of one role on standard output; what it replaces, or why there is none, on standard
 * error. `--tight` and `--used-only` go further than what is proven, and say so.
 */
export function addPolicyCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('policy')
    .summary('print the right-sized policy of a role')
    .description('Print the right-sized policy of a role: what it uses or needs, and what cannot be ruled out.')
    .argument('<role>', 'ARN or name of a role that a task definition names')
    .optionsGroup(GROUPS.result)
    .addOption(choiceOption('--as <form>', 'form of the policy', POLICY_FORMS).default('json'))
    .option('--tight', 'cut resources to those seen, inside written wildcards too; says what may break')
    .option('--used-only', 'keep only what was used or is required; what could not be judged goes, at a risk');
  withExamples(withEvidenceOptions(command), [
    ['policy my-app-task > policy.json', 'as JSON; what it replaces is told on standard error'],
    ['policy my-app-task --as diff', 'what would change'],
    ['policy my-app-task --as terraform > my-app-task.tf', 'as Terraform, or cloudformation'],
    ['policy my-admin-task --used-only', 'of a role that may do everything: what it is known to need'],
  ]).action(async (role: string, options: PolicyOptions, self: Command) => {
    const aim = { tight: options.tight === true, usedOnly: options.usedOnly === true };
    const globals = self.optsWithGlobals<GlobalOptions>();
    const audited = await auditOneRole(role, options, globals, terminal, aim.tight || aim.usedOnly ? aim : undefined);
    const { result, assessment } = audited;
    outcome.status = audited.status;
    const recommendation: Recommendation = result.recommendations[arnOf(assessment)] ?? {
      kind: 'none',
      because: 'It was not worked out.',
    };
    if (recommendation.kind === 'policy' && assessment.lookup.kind === 'found') {
      // The code forms carry these lines themselves, as comments; risks are told all the same.
      const lines =
        options.as === 'json' || options.as === 'diff'
          ? [...changeComment(assessment.lookup.role, recommendation), ...statementRisks(recommendation)]
          : changeRisks(recommendation);
      await writeText(terminal.stderr, lines.map((line) => `${line}\n`).join(''));
      await writeText(terminal.stdout, renderPolicy(assessment.lookup.role, recommendation, options.as));
    } else if (recommendation.kind === 'noChange') {
      await writeLine(terminal.stderr, `No change. ${recommendation.because}`);
    } else if (recommendation.kind === 'none') {
      await writeLine(terminal.stderr, `No policy can be recommended. ${recommendation.because}`);
      outcome.status = EXIT.incomplete;
    }
  });
}
