import type { Command } from 'commander';
import { POLICY_FORMS, type PolicyForm } from '../../report/policy/render-policy.ts';
import { SAFE } from '../../rightsize/recommend/recommendation.ts';
import { type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { EXIT, type Outcome, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, GROUPS, withExamples } from '../help.ts';
import { prepareOutDirectory } from '../out-directory.ts';
import { deliverPolicy, type PolicyAnswer, type PolicyDelivery } from '../policy-answer.ts';
import { readRoleName } from '../role-name.ts';
import { answerFrom, type FromOption, roleIn, withFromOption } from '../stored-answer.ts';
import type { Terminal } from '../terminal.ts';
import { writePoliciesIndex } from '../write-policies-index.ts';

interface PolicyOptions extends EvidenceOptions, FromOption {
  readonly all?: true;
  readonly as: PolicyForm;
  readonly out?: string;
  readonly tight?: true;
  readonly usedOnly?: true;
  readonly verify?: true;
}

/** What all roles' policies are written as, where no form is asked for. */
const CODE_FORMS = ['json', 'terraform', 'cloudformation'] as const;

/**
 * `policy ROLE`: the right-sized policy of one role on standard output; what it replaces, or why there is none, on standard
 * error. `--all` writes those of every role. `--tight` and `--used-only` go further than what is proven, and say so.
 */
export function addPolicyCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('policy')
    .summary('print the right-sized policy of a role')
    .description('Print the right-sized policy of a role: what it uses or needs, and what cannot be ruled out.')
    .argument('[role]', 'ARN or name of a role that a task definition names')
    .optionsGroup(GROUPS.result)
    .option('--all', 'of every role, instead of one; with --out in three forms unless --as is given, and with an index')
    .addOption(choiceOption('--as <form>', 'form of the policy', POLICY_FORMS).default('json'))
    .option('--out <dir>', 'write a file for each role into this directory instead of standard output')
    .option('--tight', 'cut resources to those seen, inside written wildcards too; says what may break')
    .option(
      '--verify',
      'ask AWS first: IAM’s own simulation about each use, and Access Analyzer (0.002 USD a role for its check for new access)',
    )
    .option('--used-only', 'keep only what was used or is required; what could not be judged goes, at a risk');
  withExamples(withEvidenceOptions(withFromOption(command)), [
    ['policy my-app-task > policy.json', 'as JSON; what it replaces is told on standard error'],
    ['policy my-app-task --as diff', 'what would change'],
    ['policy my-app-task --as diff --from s3://my-report-bucket/reports/', 'at once, from the last audit'],
    ['policy my-app-task --verify', 'only where AWS’s own engine decides as today'],
    ['policy --all --out ./policies', 'files for every role, and index.md: ready for a pull request'],
    ['policy my-app-task --as terraform > my-app-task.tf', 'as Terraform, or cloudformation'],
    ['policy my-admin-task --used-only', 'of a role that may do everything: what it is known to need'],
  ]).action(async (role: string | undefined, options: PolicyOptions, self: Command) => {
    const named = namedRole(role, options);
    const directory = options.out === undefined ? undefined : await prepareOutDirectory(options.out);
    const isGiven = self.getOptionValueSource('as') !== 'default';
    const forms: PolicyDelivery['forms'] = named === undefined && !isGiven ? CODE_FORMS : [options.as];
    const delivery: PolicyDelivery = { forms, terminal, ...(directory !== undefined && { directory }) };
    const delivered: PolicyAnswer[] = [];
    const globals = self.optsWithGlobals<GlobalOptions>();
    const deliver = async (answer: PolicyAnswer): Promise<void> => {
      const status = await deliverPolicy(answer, delivery);
      delivered.push(answer);
      // Of many roles, some have no policy: that is no failure of the whole.
      if (named !== undefined && status !== EXIT.done) outcome.status = status;
    };
    const deliverAll = async (answers: readonly PolicyAnswer[]): Promise<void> => {
      if (options.verify !== true) {
        for (const answer of answers) await deliver(answer);
        return;
      }
      // Loaded only where AWS is to be asked.
      const { verifyAnswers } = await import('../verify-answers.ts');
      const status = await verifyAnswers(answers, { globals, terminal, deliver });
      if (status !== EXIT.done) outcome.status = status;
    };
    const index = async (): Promise<void> => {
      if (directory === undefined) return;
      await writePoliciesIndex(delivered, { directory, forms, terminal });
    };
    if (options.from !== undefined) {
      await policyFrom(options, named, { terminal, outcome, deliverAll });
      return index();
    }
    const aim = { ...SAFE, tight: options.tight === true, usedOnly: options.usedOnly === true };
    // Loaded only where an audit is to be run.
    const { auditedPolicies } = await import('../audited-policies.ts');
    const audited = await auditedPolicies(named, { options, globals, terminal, aim });
    outcome.status = audited.status;
    await deliverAll(audited.answers);
    await index();
  });
}

function namedRole(role: string | undefined, { all, out, as }: PolicyOptions): string | undefined {
  if (all !== true) {
    if (role === undefined) throw new UsageError('Cannot print a policy: expected the ARN or name of a role, or --all');
    readRoleName(role);
    return role;
  }
  if (role !== undefined) throw new UsageError(`Cannot use --all with the role "${role}": expected one of them`);
  if (out === undefined && as !== 'diff') {
    throw new UsageError(
      `Cannot print the policies of all roles as ${as} together: expected --out DIR with --all, or --as diff`,
    );
  }
  return undefined;
}

interface PolicyReceiver {
  readonly terminal: Terminal;
  readonly outcome: Outcome;
  readonly deliverAll: (answers: readonly PolicyAnswer[]) => Promise<void>;
}

async function policyFrom(
  options: PolicyOptions,
  role: string | undefined,
  { terminal, outcome, deliverAll }: PolicyReceiver,
): Promise<void> {
  if (options.tight === true || options.usedOnly === true) {
    const option = options.tight === true ? '--tight' : '--used-only';
    throw new UsageError(
      `Cannot use ${option} with --from: stored reports hold what is proven alone; leave out one of them`,
    );
  }
  const named = role === undefined ? undefined : readRoleName(role);
  await answerFrom(options, named, terminal, async ({ report, status }) => {
    outcome.status = status;
    const arns = named === undefined ? report.roleArns : [roleIn(report, named)];
    for (const arn of arns) {
      const { role: stored, recommendation } = await report.role(arn);
      await deliverAll([{ arn, lookup: stored.lookup, recommendation, decided: stored }]);
    }
  });
}
