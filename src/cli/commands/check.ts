import type { Command } from 'commander';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { fileProblem } from '../../base/file-problem.ts';
import { listed } from '../../base/format.ts';
import { nameAtEnd } from '../../base/name-at-end.ts';
import { ok } from '../../base/result.ts';
import { sum } from '../../base/sum.ts';
import { type AccountReport, parseAccountReport } from '../../definition-files/account-report.ts';
import { awsManagedPolicy } from '../../definition-files/aws-managed-policies.ts';
import { catalogAnswers } from '../../definition-files/catalog-answers.ts';
import { checkFile } from '../../definition-files/check-file.ts';
import { inlinePolicy } from '../../definition-files/file-role.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import type { RolePolicy } from '../../iam/role.ts';
import { readAtMost } from '../../local/read-at-most.ts';
import { checkDocument } from '../../report/check/check-document.ts';
import { checkGithub } from '../../report/check/check-github.ts';
import { checkMarkdown } from '../../report/check/check-markdown.ts';
import type { CheckResult } from '../../report/check/check-result.ts';
import { checkSarif } from '../../report/check/check-sarif.ts';
import { checkText } from '../../report/check/check-text.ts';
import { openActiveCatalog } from '../active-catalog.ts';
import { collect } from '../collect.ts';
import { readDefinitionInput } from '../definition-input.ts';
import { EXIT, type ExitStatus, type Outcome, UsageError } from '../exit-status.ts';
import { fileOptions, type OpenValueOptions, withOpenValueOptions } from '../file-options.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, GROUPS, withExamples } from '../help.ts';
import { readPolicyFile } from '../policy-file.ts';
import { stylerFor, type Terminal, writeLine, writeText } from '../terminal.ts';
import { VERSION } from '../version.ts';

const FORMATS = ['table', 'json', 'sarif', 'markdown', 'github'] as const;
type Format = (typeof FORMATS)[number];
/** The report of a large account has tens of megabytes. */
const MOST_BYTES = 512 * 1024 * 1024;

interface CheckOptions extends OpenValueOptions {
  readonly executionPolicy?: readonly string[];
  readonly taskPolicy?: readonly string[];
  readonly accountEvidence?: string;
  readonly format: Format;
  readonly failOn?: string;
}

/** `check FILE…`: the rules of the audit that need no account, on task definitions and roles of files. */
export function addCheckCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('check')
    .summary('check task definitions and roles of files')
    .description(
      'Check task definitions and their roles before they are deployed, by the rules of the audit that need no account.\nReads task-definition JSON, CloudFormation templates and the output of terraform show -json.',
    )
    .argument('<file...>', 'files or directories; - for standard input');
  withOpenValueOptions(command)
    .option('--execution-policy <file>', 'policy of execution roles that no file describes (repeatable)', collect)
    .option('--task-policy <file>', 'policy of task roles that no file describes (repeatable)', collect)
    .option('--account-evidence <file>', 'a report of audit --format json: nothing that was in use may go')
    .optionsGroup(GROUPS.result)
    .addOption(choiceOption('--format <format>', 'form of the result', FORMATS).default('table'))
    .addOption(
      choiceOption(
        '--fail-on <severity>',
        'status 1 where a finding is this severe',
        SEVERITIES.map((each) => each.toLowerCase()),
      ),
    );
  withExamples(command, [
    [
      'check task-definition.json --execution-policy execution.json',
      'a definition and the policy of its execution role',
    ],
    ['check template.yaml --fail-on high', 'a gate in a pipeline'],
    ['terraform show -json plan.out | {} check -', 'a plan'],
    ['check cdk.out --format github', 'annotations of a workflow of GitHub'],
  ]).action(async (files: readonly string[], options: CheckOptions, self: Command) => {
    const [executionPolicies, taskPolicies, report] = await Promise.all([
      Promise.all((options.executionPolicy ?? []).map(readPolicy)),
      Promise.all((options.taskPolicy ?? []).map(readPolicy)),
      options.accountEvidence === undefined ? undefined : readReport(options.accountEvidence),
    ]);
    const catalog = catalogAnswers(await openActiveCatalog(terminal));
    const known = { executionPolicies, taskPolicies, catalog, ...(report !== undefined && { report }) };
    const input = await readDefinitionInput(files, fileOptions(options), terminal.stdin, (contents) => ({
      definitions: contents.definitions.length,
      roles: contents.roles.length,
      ...checkFile(contents, known),
    }));
    const checks = input.results;
    const result: CheckResult = {
      files: input.files,
      definitions: sum(checks.map(({ definitions }) => definitions)),
      roles: sum(checks.map(({ roles }) => roles)),
      findings: checks.flatMap(({ findings }) => findings),
      incomplete: [...input.incomplete, ...checks.flatMap(({ incomplete }) => incomplete)],
      notChecked: checks.flatMap(({ elsewhere }) =>
        elsewhere.map(({ file, role, why, families }) => ({
          what: `${file}: the role ${role} of ${listed(families)}`,
          why,
        })),
      ),
    };
    const { color } = self.optsWithGlobals<GlobalOptions>();
    await writeText(terminal.stdout, rendered(result, options.format, terminal, color));
    if (options.format !== 'table') {
      for (const { what, why } of result.incomplete)
        await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
    }
    outcome.status = statusOf(result, options.failOn);
  });
}

function rendered(result: CheckResult, format: Format, terminal: Terminal, color: boolean): string {
  const json = (value: unknown): string => `${escapeInvisible(JSON.stringify(value, null, 2))}\n`;
  switch (format) {
    case 'table':
      return checkText(result, stylerFor(terminal, color));
    case 'json':
      return json(checkDocument(result));
    case 'sarif':
      return json(checkSarif(result, { version: VERSION }));
    case 'markdown':
      return checkMarkdown(result);
    case 'github':
      return checkGithub(result);
  }
}

function statusOf({ findings, incomplete }: CheckResult, failOn: string | undefined): ExitStatus {
  const limit = failOn === undefined ? -1 : SEVERITIES.findIndex((each) => each.toLowerCase() === failOn);
  if (findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit)) return EXIT.findings;
  return incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
}

/** A file, or the ARN of a policy of AWS that the program knows. */
async function readPolicy(given: string): Promise<RolePolicy> {
  if (/^arn:[^:]*:iam::aws:policy\//.test(given)) {
    const name = nameAtEnd(given);
    const known = awsManagedPolicy(name);
    if (known === undefined)
      throw new UsageError(
        `Cannot read policy "${given}": it is not among the AWS managed policies that are known here, expected a file with it`,
      );
    return { source: { kind: 'managed', name, arn: given, awsManaged: true }, document: ok(known) };
  }
  const { text } = await readPolicyFile(given);
  const policy = inlinePolicy(given, text);
  if (!policy.document.ok) throw new UsageError(`${given}: ${policy.document.problem}`);
  return policy;
}

async function readReport(path: string): Promise<AccountReport> {
  let text: string;
  try {
    text = (await readAtMost(path, MOST_BYTES)).toString('utf8');
  } catch (error) {
    throw new UsageError(`Cannot read report "${path}": ${fileProblem(error)}`, { cause: error });
  }
  const report = parseAccountReport(text);
  if (!report.ok) throw new UsageError(`Cannot read report "${path}": ${report.problem}`);
  return report.value;
}
