import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Config } from '../src/config/config.ts';
import { runDeadlines } from '../src/deadline.ts';
import { notAudited } from '../src/organization/account-outcome.ts';
import { parseOrganizationEvent } from '../src/organization/organization-event.ts';
import type { OrganizationSummary } from '../src/organization/organization-summary.ts';
import type { Deadline } from '../src/ports.ts';
import { type ListedAccounts, listAccounts } from '../src/wiring/list-accounts.ts';
import { loadConfig } from '../src/wiring/load-config.ts';
import { metricsLogLevel } from '../src/wiring/metrics-log-level.ts';
import { openRunsBucket } from '../src/wiring/organization-part.ts';
import type { OrganizationRuns } from '../src/wiring/organization-runs.ts';
import { summarizeRun } from '../src/wiring/summarize-run.ts';

const logger = new Logger();
const metrics = new Metrics();

/** What a run came to, in few words: the summary itself is in the bucket. */
export interface RunAnswer extends Pick<OrganizationSummary, 'run' | 'standings' | 'roles' | 'findings'> {
  readonly report?: string;
}

/** What the function answers, by the step that is asked for. */
export type OrganizationAnswer = ListedAccounts | RunAnswer | { readonly account: string };

/**
 * The steps of the state machine before and after the accounts are audited (`statemachine/audit-organization.asl.json`). Each may be
 * asked again, and comes to the same.
 *
 * @throws {Error} for an event or a configuration that cannot be used, and where the accounts cannot be listed
 */
async function takeStep(event: unknown, lambda: Context): Promise<OrganizationAnswer> {
  const asked = parseOrganizationEvent(event);
  const config = await loadConfig(process.env);
  logger.setLogLevel(config.logLevel);
  const deadlines = runDeadlines(() => lambda.getRemainingTimeInMillis());
  const { runs, close } = await openRunsBucket(config, deadlines);
  try {
    switch (asked.step) {
      case 'listAccounts':
        return await listAccounts(config, runs, asked.run, deadlines.writing);
      case 'recordFailure':
        // What an earlier attempt came to is worth more.
        if ((await runs.outcome(asked.run, asked.account.id)) === undefined)
          await runs.saveOutcome(asked.run, notAudited(asked.account, asked.why));
        logger.error('Account not audited', { account: asked.account.id, why: asked.why });
        return { account: asked.account.id };
      case 'summarize':
        return await summarize(config, runs, asked.run, deadlines.writing);
    }
  } finally {
    close();
    deadlines.stop();
  }
}

async function summarize(config: Config, runs: OrganizationRuns, run: string, deadline: Deadline): Promise<RunAnswer> {
  const { summary, report, incomplete } = await summarizeRun(config, runs, run, deadline);
  for (const one of [...summary.incomplete, ...incomplete]) logger.warn('Incomplete', { ...one });
  const { standings, roles, findings } = summary;
  metrics.addMetric('OrganizationRunsFinished', MetricUnit.Count, 1);
  metrics.addMetric('AccountsAudited', MetricUnit.Count, standings.audited + standings.partly);
  metrics.addMetric('AccountsNotAudited', MetricUnit.Count, standings.notAudited);
  const answer = { run, standings, roles, findings, ...(report !== undefined && { report }) };
  logger.info('Organization audited', { answer });
  return answer;
}

export const handler = middy<unknown, OrganizationAnswer>({ timeoutEarlyInMillis: 0 })
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .use(metricsLogLevel(metrics, () => process.env['AWS_LAMBDA_LOG_LEVEL']))
  .handler(takeStep);
