import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { parseAccountId } from '../src/base/account-id.ts';
import { runDeadlines } from '../src/deadline.ts';
import { stoppedTaskEvents } from '../src/task-starts/stopped-task-events.ts';
import { type StartWatchSummary, watchTaskStarts } from '../src/task-starts/watch-task-starts.ts';
import { loadConfig } from '../src/wiring/load-config.ts';
import { metricsLogLevel } from '../src/wiring/metrics-log-level.ts';
import { openStartWatch } from '../src/wiring/open-start-watch.ts';

const logger = new Logger();
const metrics = new Metrics();

/** What the function answers. */
export interface TaskStoppedAnswer extends StartWatchSummary {
  /** Why each event that cannot be used cannot. */
  readonly refused: readonly string[];
}

/**
 * Tells of tasks that stopped for want of a permission, in the minute in which they do. Events that cannot be used are counted, not thrown: the queue
 * would bring them again in vain.
 *
 * @throws {Error} for a configuration that cannot be used, and where nobody could be told, so that the queue brings the events again
 */
async function tellOfStoppedTasks(event: unknown, lambda: Context): Promise<TaskStoppedAnswer> {
  const account = parseAccountId(lambda.invokedFunctionArn.split(':')[4] ?? '');
  if (!account.ok) throw new Error(account.problem);
  const config = await loadConfig(process.env);
  logger.setLogLevel(config.logLevel);
  const deadlines = runDeadlines(() => lambda.getRemainingTimeInMillis());
  const watch = await openStartWatch(config, { accountId: account.value, deadline: deadlines.writing });
  try {
    const { tasks, refused } = stoppedTaskEvents(event, account.value);
    const summary = await watchTaskStarts(watch, tasks);
    for (const one of summary.incomplete) logger.warn('Incomplete', { ...one });
    for (const why of new Set(refused)) logger.error('Event refused', { why });
    if (refused.length > 0) metrics.addMetric('EventsRefused', MetricUnit.Count, refused.length);
    metrics.addMetric('StartFailures', MetricUnit.Count, summary.lackingPermission);
    logger.info('Stopped tasks looked at', { summary });
    if (summary.untold > 0) throw new Error(untold(summary));
    return { ...summary, refused };
  } finally {
    watch.close();
    deadlines.stop();
  }
}

function untold({ untold: count, incomplete }: StartWatchSummary): string {
  const why = incomplete.map((one) => `${one.what}: ${one.why}`).join('; ');
  return `Cannot tell anybody of ${count === 1 ? 'a task' : `${count} kinds of tasks`} that did not start: ${why}`;
}

export const handler = middy<unknown, TaskStoppedAnswer>({ timeoutEarlyInMillis: 0 })
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .use(metricsLogLevel(metrics, () => process.env['AWS_LAMBDA_LOG_LEVEL']))
  .handler(tellOfStoppedTasks);
