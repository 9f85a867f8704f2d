import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { audit } from '../../audit.ts';
import type { AuditRequest } from '../../audit-request.ts';
import type { Config } from '../../config.ts';
import { openContext } from '../../context.ts';
import { unlimited } from '../../deadline.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import { parseRoleArn, type RoleArn } from '../../iam/arn.ts';
import { silentProgress } from '../../logged-progress.ts';
import type { AuditResult } from '../../report/audit-result.ts';
import { openFindings } from '../../report/open-findings.ts';
import { collect, configFromOptions, type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { EXIT, type ExitStatus, UsageError } from '../exit-status.ts';
import { prepareOutDirectory } from '../out-directory.ts';
import { FORMATS, type Format, renderAudit } from '../render-audit.ts';
import type { GlobalOptions, Outcome } from '../run-command-line.ts';
import { stylerFor, type Terminal, writeLine } from '../terminal.ts';
import { terminalProgress } from '../terminal-progress.ts';

interface AuditOptions extends EvidenceOptions {
  readonly severity?: readonly string[];
  readonly role?: readonly string[];
  readonly family?: readonly string[];
  readonly format: Format;
  readonly out?: string;
  readonly publish?: boolean;
  readonly notify?: boolean;
  readonly slackWebhookSecret?: string;
  readonly slackWebhookParameter?: string;
  readonly failOn?: string;
}

/** `audit`: one audit of the account that the standard AWS configuration opens. Publishes and tells only when asked. */
export function addAuditCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('audit')
    .description('Audit the current account once. Reads only, unless --publish, --notify or --ledger is given.');
  withEvidenceOptions(command)
    .option('--severity <rule=level>', 'severity in place of a rule’s own, repeatable', collect)
    .option('--role <arn>', 'only this role, repeatable', collect)
    .option('--family <name>', 'only roles that this family names, repeatable', collect)
    .addOption(new Option('--format <format>', 'form of the result').choices([...FORMATS]).default('table'))
    .option('--out <dir>', 'write the result into this directory instead of standard output')
    .option('--publish', 'write the findings to Security Hub')
    .option('--notify', 'post the summary to Slack')
    .option('--slack-webhook-secret <id>', 'Secrets Manager secret that holds the Slack webhook’s URL')
    .option('--slack-webhook-parameter <name>', 'SSM parameter that holds the Slack webhook’s URL')
    .addOption(
      new Option('--fail-on <severity>', 'exit with status 1 when a finding is at least this severe').choices(
        SEVERITIES.map((severity) => severity.toLowerCase()),
      ),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  ecs-role-auditor audit --regions eu-west-1\n  ecs-role-auditor audit --family my-app --format json\n  ecs-role-auditor audit --fail-on high   # in a pipeline',
    )
    .action(async (options: AuditOptions, self: Command) => {
      const { quiet, color } = self.optsWithGlobals<GlobalOptions>();
      const config = await configFrom(options);
      const request = requestFrom(options);
      const directory = options.out === undefined ? undefined : await prepareOutDirectory(options.out);
      const progress = quiet === true ? { ...silentProgress, end: () => undefined } : terminalProgress(terminal);
      const interruption = new AbortController();
      const interrupt = (): void => interruption.abort(new Error('interrupted'));
      process.once('SIGINT', interrupt);
      const context = await openContext(config, { ...unlimited(interruption.signal), progress });
      try {
        const result = await audit(context, request);
        progress.end();
        const text = renderAudit(result, options.format, {
          styler: stylerFor(terminal, color),
          width: terminal.columns,
        });
        await deliver(text, options.format, directory, terminal);
        outcome.status = statusOf(result, options.failOn);
      } finally {
        process.off('SIGINT', interrupt);
        context.close();
      }
    });
}

async function configFrom(options: AuditOptions): Promise<Config> {
  const config = await configFromOptions(options, {
    severity: options.severity?.join(','),
    slackWebhookSecret: options.slackWebhookSecret,
    slackWebhookParameter: options.slackWebhookParameter,
    publish: String(options.publish === true),
    notify: String(options.notify === true),
  });
  if (options.notify === true && config.telling.slack === undefined && config.telling.sns === undefined) {
    throw new UsageError('Cannot --notify: expected --slack-webhook-secret or --slack-webhook-parameter with it');
  }
  return config;
}

function requestFrom(options: AuditOptions): AuditRequest {
  const roles = options.role?.map((text): RoleArn => {
    const arn = parseRoleArn(text);
    if (arn.ok) return arn.value;
    throw new UsageError(`--role: ${arn.problem}`);
  });
  return {
    ...(roles && { roles }),
    ...(options.family && { families: options.family }),
    dryRun: options.publish !== true && options.notify !== true,
    keepLedger: options.ledger !== undefined,
  };
}

async function deliver(text: string, format: Format, directory: string | undefined, terminal: Terminal): Promise<void> {
  if (directory === undefined) return writeLine(terminal.stdout, text.trimEnd());
  const endings: Readonly<Record<Format, string>> = {
    table: 'txt',
    json: 'json',
    asff: 'asff.json',
    csv: 'csv',
    markdown: 'md',
    html: 'html',
    sarif: 'sarif',
  };
  const path = join(directory, `audit.${endings[format]}`);
  await writeFile(path, text);
  await writeLine(terminal.stderr, `Written: ${path}`);
}

function statusOf(result: AuditResult, failOn: string | undefined): ExitStatus {
  const severities = SEVERITIES as readonly string[];
  const limit = failOn === undefined ? -1 : severities.indexOf(failOn.toUpperCase());
  const failing = openFindings(result).some((finding) => severities.indexOf(finding.severity) <= limit);
  if (failing) return EXIT.findings;
  return result.incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
}
