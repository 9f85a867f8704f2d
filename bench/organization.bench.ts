import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import pLimit from 'p-limit';
import { audit } from '../src/audit.ts';
import type { AuditRequest } from '../src/audit-request.ts';
import { openSession } from '../src/aws/client/session.ts';
import { createS3Ledger } from '../src/aws/s3/s3-ledger.ts';
import { readConfig } from '../src/config/config.ts';
import { runDeadlines } from '../src/deadline.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';
import { organizationPage } from '../src/organization/report/organization-page.ts';
import { EXTERNAL_ID } from '../src/sandbox/organization/member-account.ts';
import { listAccounts } from '../src/wiring/list-accounts.ts';
import { silentProgress } from '../src/wiring/logged-progress.ts';
import { openContext } from '../src/wiring/open-context.ts';
import { openOrganizationPart } from '../src/wiring/organization-part.ts';
import { openOrganizationRuns } from '../src/wiring/organization-runs.ts';
import { summarizeRun } from '../src/wiring/summarize-run.ts';
import { HUB, type OrganizationSays, type OrganizationTold } from './organization-sandbox.ts';
import type { Print } from './report.ts';

/** `--quick` takes a tenth of the accounts. */
const ACCOUNTS = process.argv.includes('--quick') ? 50 : 500;
const ROLES = 40;
const AT_ONCE = 20;
const RUN = 'bench';

/**
 * A night over an organization: its accounts listed, audited twenty at once as the state machine does, and summed up, with no rates on
 * either side. All audits share one process and one processor, where on AWS each has its own.
 */
export async function benchOrganization(print: Print): Promise<void> {
  const child = fork('bench/organization-sandbox.ts', { execArgv: ['--max-old-space-size=12000'] });
  const ask = async (told: OrganizationTold): Promise<OrganizationSays> => {
    child.send(told);
    const [said] = (await once(child, 'message')) as [OrganizationSays];
    return said;
  };
  try {
    const served = await ask({ accounts: ACCOUNTS, roles: ROLES, now: Date.now() });
    if (!('endpoint' in served)) throw new Error('The sandbox does not say where it is');
    print(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${process.arch}, ${cpus().length} cores, Node ${process.version}`,
    );
    print(`${ACCOUNTS} accounts of ${ROLES} roles, ${AT_ONCE} at once`);
    await night(served.endpoint, print);
    const told = await ask({ done: true });
    if (!('calls' in told)) throw new Error('The sandbox does not say what it answered');
    const total = Object.values(told.calls).reduce((sum, count) => sum + count, 0);
    print(
      `${total.toLocaleString('en')} calls, ${Math.round(total / ACCOUNTS)} an account; ${told.findings.toLocaleString('en')} findings`,
    );
    const most = Object.entries(told.calls).slice(0, 12);
    print(most.map(([name, count]) => `${name} ${count.toLocaleString('en')}`).join(', '));
    const organizations = Object.entries(told.calls).filter(([name]) => name.startsWith('organizations:'));
    print(organizations.map(([name, count]) => `${name} ${count}`).join(', '));
    print(`Slack: ${told.messages.length} message of ${told.messages.join(', ')} bytes`);
  } finally {
    child.kill();
  }
}

async function night(endpoint: string, print: Print): Promise<void> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
  });
  const config = readConfig({
    AUDITOR_EXTERNAL_ID: EXTERNAL_ID,
    AUDITOR_REPORT_BUCKET: `ecs-role-auditor-${HUB}`,
    AUDITOR_SLACK_WEBHOOK_SECRET: 'ecs-role-auditor/slack-webhook',
    AUDITOR_SOURCES: 'lookup,last-accessed',
    AUDITOR_EXCLUDE_ACCOUNTS: HUB,
  });
  const session = await openSession();
  const runs = openOrganizationRuns(createS3Ledger(session, `ecs-role-auditor-${HUB}`, 'organization'));
  const catalog = await loadCatalog();
  const limits = () => {
    const end = Date.now() + 900_000;
    return runDeadlines(() => end - Date.now());
  };
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 500);
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    const done = await work();
    const { user, system } = process.cpuUsage(cpu);
    print(
      `${what}: ${((performance.now() - start) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor`,
    );
    return done;
  };
  try {
    const deadlines = limits();
    await timed('listing, at the rate of Organizations', () => listAccounts(config, runs, RUN, deadlines.writing));
    const plan = await runs.plan(RUN);
    const items = (plan?.accounts ?? []).map(({ units: _, ...account }) => account);
    const limit = pLimit(AT_ONCE);
    const answers = await timed('auditing', () =>
      Promise.all(
        items.map((account) =>
          limit(async () => {
            const own = limits();
            const request: AuditRequest = { account, organizationRun: RUN, dryRun: false };
            const answer = await openOrganizationPart(config, request, own)?.audit(async (its, environment) => {
              const aws = {
                region: 'us-east-1',
                endpoint,
                credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
                rateLimited: false,
              };
              const run = { ...own, ...environment, progress: silentProgress, catalog, threads: 1, aws };
              const context = await openContext(its, run);
              try {
                return await audit(context, request);
              } finally {
                context.close();
              }
            });
            own.stop();
            return answer;
          }),
        ),
      ),
    );
    deadlines.stop();
    const last = limits();
    const { summary } = await timed('summing up', () => summarizeRun(config, runs, RUN, last.writing));
    last.stop();
    const bytes = (value: unknown): number => JSON.stringify(value).length;
    print(`standings ${JSON.stringify(summary.standings)}; ${summary.roles.toLocaleString('en')} roles`);
    print(
      `an item of the map ${Math.max(...items.map(bytes))} bytes, an answer ${Math.max(...answers.map(bytes))}; outcome ${Math.max(...summary.accounts.map(bytes))}; plan ${bytes(plan)}, summary ${bytes(summary)}, page ${organizationPage(summary, () => undefined).length}`,
    );
    print(`peak memory ${Math.round(peak / 1e6)} MB`);
  } finally {
    clearInterval(watch);
    session.close();
  }
}
