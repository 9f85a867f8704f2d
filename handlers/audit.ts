import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { audit } from '../src/audit.ts';
import { parseAuditEvent } from '../src/audit-request.ts';
import { readConfig } from '../src/config.ts';
import { openContext } from '../src/context.ts';
import { runDeadlines } from '../src/deadline.ts';
import { loggedProgress } from '../src/logged-progress.ts';
import { type AuditSummary, summarize } from '../src/report/summary.ts';
import { countAudit } from '../src/telemetry.ts';

const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer();

/**
 * One nightly audit. Throws only for an event or a configuration that cannot be used, and where the credentials open no
 * account; what could not be read or written is listed in the summary.
 */
async function runAudit(event: unknown, lambda: Context): Promise<AuditSummary> {
  const request = parseAuditEvent(event);
  const config = readConfig(process.env);
  logger.setLogLevel(config.logLevel);
  const deadlines = runDeadlines(() => lambda.getRemainingTimeInMillis());
  const context = await openContext(config, { ...deadlines, progress: loggedProgress(logger) });
  try {
    const result = await audit(context, request);
    const summary = summarize(result);
    countAudit(metrics, summary);
    for (const gap of result.incomplete) logger.warn('Incomplete', { ...gap });
    logger.info('Audit finished', { summary });
    return summary;
  } finally {
    deadlines.stop();
    context.close();
  }
}

export const handler = middy<unknown, AuditSummary>({ timeoutEarlyInMillis: 0 })
  .use(captureLambdaHandler(tracer, { captureResponse: false }))
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(runAudit);
