import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import nightly from '../../../events/nightly.json' with { type: 'json' };
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { queuedTaskEvents } from '../demo-events.ts';
import { invokeHandler, stoppedAnswerOfHandler } from '../demo-lambda.ts';
import { demoOrganizationRun } from '../demo-organization-run.ts';
import { demoText } from '../demo-text.ts';
import type { GlobalOptions } from '../global-options.ts';
import { type Example, exampleText, withExamples } from '../help.ts';
import { openFile } from '../open-file.ts';
import { prepareOutDirectory } from '../out-directory.ts';
import { sandboxEnvironment } from '../sandbox-environment.ts';
import { stylerFor, type Terminal, writeLine } from '../terminal.ts';
import { progressFor } from '../terminal-progress.ts';

interface DemoOptions {
  readonly organization?: boolean;
  readonly out?: string;
  readonly open?: boolean;
}

/** `demo [--out DIR] [--open] [--organization]`: the nightly audit of the sandbox account, and what Security Hub and Slack received. */
export function addDemoCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('demo')
    .summary('run the nightly audit against the embedded sandbox account')
    .description(
      'Run the nightly audit, the real Lambda handler, against the embedded sandbox account. Needs no AWS account.',
    )
    .option('--out <dir>', 'also write what Security Hub, Slack and S3 received into this directory')
    .option('--open', 'open the written report')
    .option('--organization', 'audit an organization of a dozen accounts instead, as audit --organization does');
  withExamples(command, [
    ['demo', 'what Security Hub and Slack receive'],
    ['demo --out ./demo-out --open', 'and the report, opened in a browser'],
    ['demo --organization', 'a dozen accounts, one message for all'],
  ]).action(async (options: DemoOptions, self: Command) => {
    const globals = self.optsWithGlobals<GlobalOptions>();
    const directory =
      options.out === undefined && options.open !== true
        ? undefined
        : await prepareOutDirectory(options.out ?? 'demo-out');
    if (options.organization === true) {
      const page = await demoOrganizationRun({ globals, terminal, ...(directory !== undefined && { directory }) });
      if (options.open === true && page !== undefined) await openFile(page);
      return;
    }
    const sandbox = await startSandbox();
    const progress = progressFor(globals, terminal);
    progress.stage('auditing the sandbox account (its rate limits are AWS’s own: about 40 s)');
    const counting = setInterval(() => {
      progress.advance(sandbox.calls.length, undefined, 'AWS calls answered');
    }, 200);
    try {
      const environment = {
        ...sandboxEnvironment(sandbox, process.env),
        // The function's own log would drown what the demonstration shows.
        AUDITOR_LOG_LEVEL: 'ERROR',
        POWERTOOLS_METRICS_DISABLED: 'true',
      };
      const startedAt = Date.now();
      const summary = await invokeHandler(nightly, environment, sandbox.account.accountId);
      const { accountId } = sandbox.account;
      // Beside the ledger, as the template has it.
      const watch = { ...environment, AUDITOR_LEDGER: `s3://ecs-role-auditor-${accountId}/task-starts` };
      await stoppedAnswerOfHandler(queuedTaskEvents(sandbox.account), watch, { accountId });
      clearInterval(counting);
      progress.end();
      const shown = {
        summary,
        state: sandbox.state,
        account: sandbox.account,
        calls: sandbox.calls.length,
        tookMs: Date.now() - startedAt,
      };
      const text = demoText(shown, { styler: stylerFor(terminal, globals.color), width: terminal.columns });
      await writeLine(terminal.stdout, text);
      if (directory !== undefined) {
        const written = await writeReceived(directory, shown);
        await writeLine(terminal.stdout, ['', ...written.map((path) => `Written: ${path}`)].join('\n'));
        if (options.open === true && written[0] !== undefined) await openFile(written[0]);
      }
      await writeLine(terminal.stdout, nextSteps(directory));
    } finally {
      clearInterval(counting);
      await sandbox.close();
    }
  });
}

/** What to type next, which a demonstration is for. */
function nextSteps(directory: string | undefined): string {
  const steps: readonly Example[] = [
    directory === undefined
      ? ['demo --out demo-out --open', 'the same, with the report that it stored, in a browser']
      : [`policy QuestionBankTaskRole --as diff --from ${directory}`, 'what to grant instead'],
    ['sandbox', 'serves this account to audit, explain and policy in another terminal'],
    ['audit', 'your own account, of AWS_PROFILE; reads only'],
  ];
  return `\nNext:\n${exampleText(steps)}`;
}

type Shown = Parameters<typeof demoText>[0];

/** Writes what the services received, the report first; returns the files' paths. */
async function writeReceived(directory: string, { summary, state }: Shown): Promise<readonly string[]> {
  const findings = [...state.findings.values()].flatMap((region) => [...region.values()]);
  const reports = [...state.objects]
    .filter(([key]) => key.includes('/reports/'))
    .map(([key, object]): [string, Buffer] => [`report-${key.split('/').at(-1) ?? 'unnamed'}`, object.body]);
  const files: [string, string | Buffer][] = [
    // The page, which is what people want opened, before its data.
    ...reports.sort(([a], [b]) => Number(b.endsWith('.html')) - Number(a.endsWith('.html'))),
    ['security-hub-findings.json', JSON.stringify(findings, null, 2)],
    ['slack-messages.json', JSON.stringify(state.slackMessages, null, 2)],
    ['lambda-result.json', JSON.stringify(summary, null, 2)],
  ];
  for (const [name, body] of files) await writeFile(join(directory, name), body);
  return files.map(([name]) => join(directory, name));
}
