import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config/config.ts';
import { loadCatalog } from '../iam/catalog/load-catalog.ts';
import type { AccountOutcome } from '../organization/account-outcome.ts';
import { accountTitle } from '../organization/report/account-words.ts';
import { organizationMessage } from '../organization/report/organization-message.ts';
import { organizationPage } from '../organization/report/organization-page.ts';
import { organizationTable } from '../organization/report/organization-table.ts';
import { slackText } from '../report/slack/slack-text.ts';
import { demoOrganization } from '../sandbox/organization/demo-organization.ts';
import { EXTERNAL_ID } from '../sandbox/organization/member-account.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { notifyAll } from '../wiring/notify-all.ts';
import { accountLine } from './audit-accounts.ts';
import type { GlobalOptions } from './global-options.ts';
import { auditOrganization } from './organization-audit.ts';
import { SANDBOX_WEBHOOK_SECRET } from './sandbox-environment.ts';
import { stylerFor, type Terminal, writeLine } from './terminal.ts';
import { progressFor } from './terminal-progress.ts';

/** Where the demonstration is shown. */
export interface DemoTarget {
  readonly globals: GlobalOptions;
  readonly terminal: Terminal;
  /** Where what was received is written, too. */
  readonly directory?: string;
}

const WAY =
  'The accounts are audited by the steps of `audit --organization`, in this process; the state machine of statemachine/ takes the same steps on AWS.';

/**
 * Audits the sandbox organization as `audit --organization --publish --notify` would, and shows the summary, what the accounts' Security
 * Hubs hold, and the one message. Returns the path of the page, where one was written.
 */
export async function demoOrganizationRun({ globals, terminal, directory }: DemoTarget): Promise<string | undefined> {
  const world = demoOrganization(Date.now());
  const sandbox = await startSandbox(world);
  const aws = {
    region: 'us-east-1',
    endpoint: sandbox.endpoint,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  };
  const config = readConfig({
    AUDITOR_SLACK_WEBHOOK_SECRET: SANDBOX_WEBHOOK_SECRET,
    AUDITOR_REPORT_BUCKET: `ecs-role-auditor-${sandbox.account.accountId}`,
    AUDITOR_EXTERNAL_ID: EXTERNAL_ID,
  });
  const progress = progressFor(globals, terminal);
  const { signal } = new AbortController();
  try {
    const summary = await auditOrganization(
      {
        config,
        options: { organization: true },
        request: { dryRun: false },
        catalog: await loadCatalog(),
        aws,
        onAccount: (outcome) => writeLine(terminal.stderr, accountLine(outcome)),
      },
      { signal, progress },
    );
    const message = organizationMessage(summary, undefined);
    await notifyAll(config.notifications, message, { what: 'Message of the organization', budget: 60_000, aws });
    progress.end();
    const styler = stylerFor(terminal, globals.color);
    const hubs = world.organization.members.map(({ account, services, name }) => {
      const own = services.findings.size > 0 ? services : account === world.account ? sandbox.state : services;
      const held = [...own.findings.values()].reduce((total, { size }) => total + size, 0);
      return `${accountTitle({ id: account.accountId as AccountOutcome['account']['id'], name })}: ${held}`;
    });
    const parts = [
      organizationTable(summary, { styler, width: terminal.columns }),
      [styler.heading('Findings that Security Hub of each account received'), ...hubs].join('\n'),
      ...sandbox.state.slackMessages.flatMap(({ blocks }) => [
        styler.heading('Slack received'),
        slackText(blocks as unknown as Parameters<typeof slackText>[0]),
      ]),
      WAY,
    ];
    await writeLine(terminal.stdout, parts.join('\n\n'));
    if (directory === undefined) return undefined;
    const page = join(directory, 'organization.html');
    await writeFile(
      page,
      organizationPage(summary, () => undefined),
    );
    await writeFile(join(directory, 'organization.json'), `${JSON.stringify(summary, null, 2)}\n`);
    await writeLine(terminal.stdout, `Written: ${page}, ${join(directory, 'organization.json')}`);
    return page;
  } finally {
    await sandbox.close();
  }
}
