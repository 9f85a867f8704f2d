import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { audit } from '../../audit.ts';
import type { AuditRequest } from '../../audit-request.ts';
import type { Config } from '../../config/config.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import { severityNamed } from '../../findings/severity.ts';
import type { AuditResult } from '../../report/audit-result.ts';
import { openFindings } from '../../report/open-findings.ts';
import { notifyFailure } from '../../wiring/notify-failure.ts';
import { openContext } from '../../wiring/open-context.ts';
import { openAuditCatalog } from '../active-catalog.ts';
import { auditAccounts } from '../audit-accounts.ts';
import { auditEnvironment } from '../audit-environment.ts';
import { auditNextSteps } from '../audit-next-steps.ts';
import { collect } from '../collect.ts';
import { configFromOptions, type EvidenceOptions, withEvidenceOptions } from '../evidence-options.ts';
import { EXIT, type ExitStatus, InterruptedError, type Outcome, UsageError } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { choiceOption, choicesOption, GROUPS, withExamples } from '../help.ts';
import { interruptible } from '../interruptible.ts';
import {
  missingAuditorPermissionsText,
  missingOf,
  tellMissingAuditorPermissions,
} from '../missing-auditor-permissions-text.ts';
import {
  type NotificationOptions,
  notificationOptionSettings,
  withNotificationOptions,
} from '../notification-options.ts';
import {
  asksForOrganization,
  type OrganizationOptions,
  organizationOptionSettings,
  withOrganizationOptions,
} from '../organization-options.ts';
import { prepareOutDirectory } from '../out-directory.ts';
import { FORMATS, type Format, renderAudit } from '../render-audit.ts';
import { readRoleName } from '../role-name.ts';
import { stylerFor, type Terminal, writeLine, writePieces, writeText } from '../terminal.ts';

interface AuditOptions extends EvidenceOptions, NotificationOptions, OrganizationOptions {
  readonly severity?: readonly string[];
  readonly role?: readonly string[];
  readonly family?: readonly string[];
  readonly format?: readonly Format[];
  readonly out?: string;
  readonly csvActions?: true;
  readonly failOn?: string;
  readonly minSeverity?: string;
}

/** `audit`: one audit of the account that the standard AWS configuration opens. Publishes and tells only when asked. */
export function addAuditCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('audit')
    .summary('audit the account once: which permissions are unused, and the findings')
    .description(
      'Audit the current account once. Reads only, unless --publish, --notify or --ledger is given.\nProgress goes to standard error, the result to standard output.',
    )
    .optionsGroup(GROUPS.what)
    .option('--role <arn|name>', 'only this role, repeatable', collect)
    .option('--family <name>', 'only roles that this family names (* and ? are wildcards), repeatable', collect);
  withEvidenceOptions(command)
    .option('--severity <rule=level>', 'severity in place of a rule’s own, repeatable', collect)
    .optionsGroup(GROUPS.result)
    .addOption(choicesOption('--format <format>', 'form of the result; several with --out (default: table)', FORMATS))
    .option('--csv-actions', 'in CSV a row for each action, in place of one for all with the same verdict and reason')
    .option('--out <dir>', 'write the result into this directory instead of standard output')
    .addOption(
      choiceOption(
        '--min-severity <severity>',
        'the mildest finding that is shown (default: low in the table, which counts the others; all elsewhere); json and html hold all',
        SEVERITIES.map((severity) => severity.toLowerCase()),
      ),
    )
    .addOption(
      choiceOption(
        '--fail-on <severity>',
        'exit with status 1 when an open finding is at least this severe',
        SEVERITIES.map((severity) => severity.toLowerCase()),
      ),
    );
  withOrganizationOptions(command);
  withNotificationOptions(command);
  withExamples(command, [
    ['audit --regions eu-west-1', 'one Region, as a table'],
    ['audit --family my-app --format json', 'the roles of one family, for a script'],
    ['audit --format html --format sarif --out ./report', 'several forms of one audit, as files'],
    ['audit --source trail --trail-uri s3://my-trail-bucket', 'judge data events too, by the log files of a trail'],
    ['audit --fail-on high --quiet', 'a gate in a pipeline: status 1 at HIGH or worse'],
    ['audit --publish --ledger ./ledger', 'write findings to Security Hub, and remember what was seen'],
    ['audit --organization --external-id ID --out ./report', 'every account of the organization, as files'],
  ]).action(async (options: AuditOptions, self: Command) => {
    const globals = self.optsWithGlobals<GlobalOptions>();
    const config = await configFrom(options);
    const request = requestFrom(options);
    const formats = formatsOf(options);
    const directory = options.out === undefined ? undefined : await prepareOutDirectory(options.out);
    if (asksForOrganization(options)) {
      const asked = { config, options, request, formats, ...(directory !== undefined && { directory }) };
      outcome.status = await auditAccounts(asked, globals, terminal);
      return;
    }
    const catalog = await openAuditCatalog(globals, terminal);
    const result = await interruptible(globals, terminal, async ({ signal, progress }) => {
      const context = await openContext(config, auditEnvironment(terminal, { signal, progress, catalog }));
      try {
        return await audit(context, request);
      } finally {
        context.close();
      }
    }).catch(async (error: unknown) => {
      if (options.notify === true && !(error instanceof InterruptedError)) await reportFailure(config, error, terminal);
      throw error;
    });
    outcome.status = statusOf(result, options.failOn);
    const styler = stylerFor(terminal, globals.color);
    const shownFrom = severityNamed(options.minSeverity?.toUpperCase());
    const rendering = {
      styler,
      width: terminal.columns,
      csvActions: options.csvActions === true,
      ...(shownFrom && { shownFrom }),
    };
    for (const format of formats) {
      await deliver(renderAudit(result, format, rendering), format, directory, terminal);
    }
    await tellMissingAuditorPermissions(result, terminal);
    const watched = terminal.stdoutIsTerminal && terminal.stderrIsTerminal && globals.quiet !== true;
    if (watched && directory === undefined && formats.includes('table')) {
      await writeText(terminal.stderr, auditNextSteps(result));
    }
    if (result.withheld !== undefined) {
      await writeLine(terminal.stderr, `ecs-role-auditor: nobody was told: ${result.withheld} (quietNights)`);
    }
  });
}

/** Throws `UsageError` for several forms where they would run into one another. */
function formatsOf({ format = ['table'], out }: AuditOptions): readonly Format[] {
  const formats = [...new Set(format)];
  if (formats.length === 1 || out !== undefined) return formats;
  throw new UsageError(`Cannot print ${formats.join(' and ')} together: expected one --format, or --out DIR with them`);
}

async function configFrom(options: AuditOptions): Promise<Config> {
  const config = await configFromOptions(options, {
    severity: options.severity?.join(','),
    ...notificationOptionSettings(options),
    ...organizationOptionSettings(options),
  });
  if (options.notify === true && config.notifications.slack === undefined && config.notifications.sns === undefined) {
    throw new UsageError(
      'Cannot --notify: expected --slack-webhook-secret, --slack-webhook-parameter, --slack-token-secret, --slack-token-parameter or --sns-topic with it',
    );
  }
  return config;
}

async function reportFailure({ notifications }: Config, error: unknown, terminal: Terminal): Promise<void> {
  const where = { Command: 'ecs-role-auditor audit' };
  const incomplete = await notifyFailure(notifications, { error, at: Date.now(), where, budget: 20_000 });
  for (const { what, why } of incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
  await writeText(terminal.stderr, missingAuditorPermissionsText(missingOf(incomplete)));
}

function requestFrom(options: AuditOptions): AuditRequest {
  const named = options.role?.map(readRoleName);
  const roles = named?.flatMap((each) => (each.kind === 'arn' ? [each.arn] : []));
  const roleNames = named?.flatMap((each) => (each.kind === 'name' ? [each.name] : []));
  return {
    ...(roles && roles.length > 0 && { roles }),
    ...(roleNames && roleNames.length > 0 && { roleNames }),
    ...(options.family && { families: options.family }),
    dryRun: options.publish !== true && options.notify !== true,
    keepLedger: options.ledger !== undefined,
    refuseEmpty: true,
  };
}

async function deliver(
  text: Iterable<string>,
  format: Format,
  directory: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (directory === undefined) return writePieces(terminal.stdout, text);
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
