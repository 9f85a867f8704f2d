import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRequest } from '../audit-request.ts';
import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { createS3Ledger } from '../aws/s3/s3-ledger.ts';
import type { Config } from '../config/config.ts';
import { SEVERITIES } from '../findings/finding.ts';
import { createDirectoryLedger } from '../local/directory-ledger.ts';
import { makeDirectory } from '../local/make-directory.ts';
import type { AccountOutcome } from '../organization/account-outcome.ts';
import type { OrganizationSummary } from '../organization/organization-summary.ts';
import { accountNote, accountTitle, STANDING_WORDS } from '../organization/report/account-words.ts';
import { organizationMessage } from '../organization/report/organization-message.ts';
import { organizationPage } from '../organization/report/organization-page.ts';
import { organizationTable } from '../organization/report/organization-table.ts';
import { findingCounts } from '../organization/report/summary-words.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { isTold, notifyAll } from '../wiring/notify-all.ts';
import { type OrganizationRuns, openOrganizationRuns } from '../wiring/organization-runs.ts';
import { openAuditCatalog } from './active-catalog.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './global-options.ts';
import { interruptible } from './interruptible.ts';
import { auditOrganization } from './organization-audit.ts';
import type { OrganizationOptions } from './organization-options.ts';
import { type Format, type Rendering, renderAudit } from './render-audit.ts';
import { stylerFor, type Terminal, writeLine, writeText } from './terminal.ts';
import { terminalCredentials } from './terminal-credentials.ts';

/** The forms in which the summary of several accounts is printed, with the names of their files. */
const FORMATS = { table: 'organization.txt', json: 'organization.json', html: 'organization.html' } as const;
type SummaryFormat = keyof typeof FORMATS;

/** What `audit --organization` is asked for. */
export interface AccountsAudit {
  readonly config: Config;
  readonly options: OrganizationOptions & { readonly failOn?: string };
  readonly request: AuditRequest;
  readonly formats: readonly Format[];
  /** Absolute; absent: the summary is printed. */
  readonly directory?: string;
}

/**
 * Audits several accounts and prints, or writes, their summary; with a directory each account's page and document, too. Returns the exit
 * status.
 *
 * @throws {UsageError} for a form that there is not of several accounts
 */
export async function auditAccounts(
  { config, options, request, formats, directory }: AccountsAudit,
  globals: GlobalOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const forms = formats.map(summaryFormat);
  const catalog = await openAuditCatalog(globals, terminal);
  const credentials = terminalCredentials(terminal);
  const kept = await openRuns(config, directory, credentials.aws);
  const rendering = { styler: stylerFor(terminal, globals.color), width: terminal.columns };
  try {
    const summary = await interruptible(globals, terminal, (run) =>
      auditOrganization(
        {
          config,
          options,
          request,
          catalog,
          ...credentials,
          ...(kept && { runs: kept.runs }),
          async onAccount(outcome, result) {
            if (globals.quiet !== true) await writeLine(terminal.stderr, accountLine(outcome));
            if (directory !== undefined && result !== undefined) await writeAccount(directory, result, rendering);
          },
        },
        run,
      ),
    );
    for (const form of forms) await deliver(summary, form, { directory, rendering, terminal });
    if (config.notify) await tell(config, summary, { runs: kept?.runs, terminal, credentials });
    return statusOf(summary, options.failOn);
  } finally {
    kept?.close();
  }
}

function summaryFormat(format: Format): SummaryFormat {
  if (format in FORMATS) return format as SummaryFormat;
  throw new UsageError(
    `Cannot print several accounts as ${format}: expected ${Object.keys(FORMATS).join(', ')}; --out DIR writes each account's own page and document`,
  );
}

async function openRuns(
  { ledger, organizationRuns }: Config,
  directory: string | undefined,
  aws: SessionOptions | undefined,
): Promise<{ readonly runs: OrganizationRuns; close(): void } | undefined> {
  const close = () => undefined;
  if (directory !== undefined) return { runs: openOrganizationRuns(createDirectoryLedger(directory)), close };
  if (ledger?.kind === 'directory') {
    return { runs: openOrganizationRuns(createDirectoryLedger(join(ledger.path, 'organization'))), close };
  }
  if (organizationRuns === undefined) return undefined;
  const session = await openSession(aws);
  const store = createS3Ledger(session, organizationRuns.bucket, organizationRuns.prefix);
  return { runs: openOrganizationRuns(store), close: () => session.close() };
}

/** One line about an account that is done. */
export function accountLine(outcome: AccountOutcome): string {
  const { account, standing, totals } = outcome;
  const counts = totals === undefined ? '' : `, ${totals.roles} roles, ${findingCounts(totals.findings)}`;
  const note = accountNote(outcome);
  return `${accountTitle(account)}: ${STANDING_WORDS[standing]}${counts}${note === '' ? '' : `: ${note}`}`;
}

/** Where an account's page lies below the directory. */
function pageOf({ account }: Pick<AccountOutcome, 'account'>): string {
  return `accounts/${account.id}/audit.html`;
}

async function writeAccount(directory: string, result: AuditResult, rendering: Rendering): Promise<void> {
  const folder = join(directory, 'accounts', result.accountId);
  await makeDirectory(folder);
  for (const format of ['html', 'json'] as const)
    await writeFile(join(folder, `audit.${format}`), renderAudit(result, format, rendering));
}

interface Delivery {
  readonly directory: string | undefined;
  readonly rendering: Rendering;
  readonly terminal: Terminal;
}

async function deliver(
  summary: OrganizationSummary,
  form: SummaryFormat,
  { directory, rendering, terminal }: Delivery,
): Promise<void> {
  const linkOf = (outcome: AccountOutcome) =>
    directory === undefined || outcome.totals === undefined ? outcome.totals?.report : pageOf(outcome);
  const texts: Readonly<Record<SummaryFormat, () => string>> = {
    table: () => organizationTable(summary, rendering),
    json: () => `${JSON.stringify(summary, null, 2)}\n`,
    html: () => organizationPage(summary, linkOf),
  };
  const text = texts[form]();
  if (directory === undefined) return writeText(terminal.stdout, text);
  const path = join(directory, FORMATS[form]);
  await writeFile(path, text);
  await writeLine(terminal.stderr, `Written: ${path}`);
}

/** Milliseconds that notifiers are given. */
const BUDGET_MS = 60_000;

async function tell(
  { notifications, audit }: Config,
  summary: OrganizationSummary,
  {
    runs,
    terminal,
    credentials,
  }: {
    readonly runs: OrganizationRuns | undefined;
    readonly terminal: Terminal;
    readonly credentials: ReturnType<typeof terminalCredentials>;
  },
): Promise<void> {
  const message = organizationMessage(summary, undefined, { channels: audit.owners.channels });
  const deliveries = await notifyAll(notifications, message, {
    what: 'Message of the organization',
    budget: BUDGET_MS,
    ...credentials,
  });
  await runs?.endMessage(summary, isTold(deliveries));
  for (const { what, why } of deliveries.flatMap(({ incomplete }) => incomplete))
    await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
}

function statusOf({ findings, standings, incomplete }: OrganizationSummary, failOn: string | undefined): ExitStatus {
  const limit = failOn === undefined ? -1 : (SEVERITIES as readonly string[]).indexOf(failOn.toUpperCase());
  if (SEVERITIES.some((severity, place) => place <= limit && findings[severity] > 0)) return EXIT.findings;
  return standings.partly + standings.notAudited + incomplete.length > 0 ? EXIT.incomplete : EXIT.done;
}
