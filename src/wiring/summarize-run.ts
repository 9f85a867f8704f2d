import { openSession } from '../aws/client/session.ts';
import { createS3ReportStore } from '../aws/s3/s3-report-store.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { partitionOfRegion } from '../base/partition.ts';
import { dayPath, toIso } from '../base/time.ts';
import type { Config } from '../config/config.ts';
import { notAudited } from '../organization/account-outcome.ts';
import { type OrganizationSummary, summarizeOrganization } from '../organization/organization-summary.ts';
import { organizationMessage } from '../organization/report/organization-message.ts';
import { organizationPage } from '../organization/report/organization-page.ts';
import type { Deadline } from '../ports.ts';
import { reportLink } from '../report/console-link.ts';
import { isTold, notifyAll } from './notify-all.ts';
import type { OrganizationRuns } from './organization-runs.ts';

/** What summing a run up came to. */
export interface SummarizedRun {
  readonly summary: OrganizationSummary;
  /** Where the page is; absent where it could not be stored. */
  readonly report?: string | undefined;
  readonly incomplete: readonly Incomplete[];
}

/**
 * Sums up what the accounts of a run came to, stores the page and the document, and tells people, once however often it is asked, or twice with a word where that broke off. Of an
 * account that left nothing it is said that it was not audited.
 *
 * @throws {Error} when the run has no plan, or what it left cannot be read
 */
export async function summarizeRun(
  config: Config,
  runs: OrganizationRuns,
  run: string,
  deadline: Deadline,
): Promise<SummarizedRun> {
  const plan = await runs.plan(run);
  if (plan === undefined)
    throw new Error(`Cannot sum up run ${run}: it has no plan; expected a run that listed its accounts`);
  const left = new Map((await runs.outcomes(run)).map((outcome) => [outcome.account.id, outcome]));
  const before = await runs.summaryBefore(run);
  const finishedAt = Date.now();
  const summary = summarizeOrganization({
    ...plan,
    organization: plan.organization?.id,
    finishedAt: toIso(finishedAt),
    outcomes: plan.accounts.map(
      (account) => left.get(account.id) ?? notAudited(account, 'the run ended before it said anything of it'),
    ),
    ...(before && { before }),
  });
  await runs.saveSummary(summary);
  const stored = await storePage(config, summary, finishedAt, deadline);
  const told = config.notify ? await tellOnce(config, runs, { summary, report: stored.report }, deadline) : [];
  return { summary, ...stored, incomplete: [...stored.incomplete, ...told] };
}

async function storePage(
  { report }: Config,
  summary: OrganizationSummary,
  at: number,
  { signal }: Deadline,
): Promise<Pick<SummarizedRun, 'report' | 'incomplete'>> {
  if (report === undefined) return { incomplete: [] };
  const session = await openSession({ signal });
  try {
    const store = createS3ReportStore(session, report.bucket, `${report.prefix}organization`);
    const key = `${dayPath(at)}/organization-${summary.run}`;
    const partition = partitionOfRegion(session.region);
    const page = organizationPage(summary, ({ totals }) =>
      totals?.report === undefined ? undefined : reportLink(partition, session.region, totals.report),
    );
    const document = JSON.stringify(summary);
    const pages = await store.put({ key: `${key}.html`, contentType: 'text/html; charset=utf-8', body: page });
    const documents = await store.put({ key: `${key}.json`, contentType: 'application/json', body: document });
    return {
      ...(pages.value !== undefined && { report: pages.value }),
      incomplete: [...pages.incomplete, ...documents.incomplete],
    };
  } finally {
    session.close();
  }
}

/** Tells people, unless they were told; where an attempt to broke off, again, with a word. */
async function tellOnce(
  { notifications, audit }: Config,
  runs: OrganizationRuns,
  { summary, report }: Pick<SummarizedRun, 'summary' | 'report'>,
  deadline: Deadline,
): Promise<readonly Incomplete[]> {
  const begun = await runs.beginMessage(summary.run);
  if (begun === 'told') return [];
  const message = organizationMessage(summary, report, {
    perhapsAgain: begun === 'unclear',
    channels: audit.owners.channels,
  });
  const deliveries = await notifyAll(notifications, message, {
    what: 'Message of the organization',
    budget: deadline.timeLeft(),
  });
  await runs.endMessage(summary, isTold(deliveries));
  return deliveries.flatMap(({ incomplete }) => incomplete);
}
