import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { audit } from '../src/audit.ts';
import {
  type AuditRequest,
  asksForDryRun,
  EventError,
  identityOfEvent,
  isWhole,
  parseAuditEvent,
  type RefusedEvent,
} from '../src/audit-request.ts';
import type { Config } from '../src/config/config.ts';
import { type RunDeadlines, runDeadlines } from '../src/deadline.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { type AuditSummary, summarize } from '../src/report/audit-summary.ts';
import type { Alarm } from '../src/report/notification/alarm-message.ts';
import { type RepeatedRun, repeatedRun } from '../src/report/repeated-run.ts';
import { beginRun } from '../src/stages/mark-run.ts';
import { loadConfig } from '../src/wiring/load-config.ts';
import { logAudit } from '../src/wiring/logged-audit.ts';
import { loggedCalls } from '../src/wiring/logged-calls.ts';
import { loggedConfig } from '../src/wiring/logged-config.ts';
import { loggedProgress } from '../src/wiring/logged-progress.ts';
import { metricsLogLevel } from '../src/wiring/metrics-log-level.ts';
import { type AlarmAnswer, alarmIn, notifyAlarm } from '../src/wiring/notify-alarm.ts';
import { NO_NOTIFICATIONS, notificationSettingsIn } from '../src/wiring/notify-failure.ts';
import { FAILURE_RESERVE_MS, notifyFailureOnce } from '../src/wiring/notify-failure-once.ts';
import { openContext, type RunEnvironment } from '../src/wiring/open-context.ts';
import { openOrganizationPart, type PartAnswer } from '../src/wiring/organization-part.ts';

const logger = new Logger();
const metrics = new Metrics();
// Captured requests become parts of the trace with their addresses, and that of a Slack webhook is a credential.
const tracer = new Tracer({ captureHTTPsRequests: false });

/** What the function answers: a summary, or why there was no audit; of an account of an organization, how it stands. */
export type Answer = AuditSummary | RefusedEvent | RepeatedRun | AlarmAnswer | PartAnswer;

/**
 * One nightly audit. Throws only for a configuration that cannot be used, and where the credentials open no account; what could not be
 * read or written is listed in the summary. People are told of what is thrown, too. An event that cannot be used is told and
 * answered, not thrown: Lambda would try it again, and then put it into the dead-letter queue, in vain. An event that was delivered before is
 * answered at once, and an alarm of the template is handed on.
 */
async function runAudit(event: unknown, lambda: Context): Promise<Answer> {
  const alarm = alarmIn(event);
  if (alarm !== undefined) return handOn(alarm, lambda);
  let notifications = asksForDryRun(event) ? NO_NOTIFICATIONS : notificationSettingsIn(process.env);
  try {
    const request = parseAuditEvent(event, lambda.invokedFunctionArn.split(':')[4]);
    // Of one account of an organization the summary of all tells.
    if (request.dryRun || request.organizationRun !== undefined) notifications = NO_NOTIFICATIONS;
    const config = await loadConfig(process.env);
    if (!request.dryRun && request.organizationRun === undefined)
      notifications = config.notify ? config.notifications : NO_NOTIFICATIONS;
    return await auditOnce(config, { request, event: identityOfEvent(event) }, lambda);
  } catch (error) {
    await notifyFailureOnce(notifications, error, lambda, logger);
    if (!(error instanceof EventError)) throw error;
    logger.error(error.message);
    metrics.addMetric('EventsRefused', MetricUnit.Count, 1);
    return { errorType: error.name, errorMessage: error.message };
  }
}

/** Alarms come here where no topic takes them (template.yaml): memory and time stop a run before it can tell anybody. */
function handOn(alarm: Alarm, lambda: Context): Promise<AlarmAnswer> {
  logger.warn('Alarm', { ...alarm });
  const budget = lambda.getRemainingTimeInMillis() - FAILURE_RESERVE_MS;
  const { logGroupName, invokedFunctionArn } = lambda;
  const where = { Function: invokedFunctionArn, 'Log group': logGroupName };
  return notifyAlarm(notificationSettingsIn(process.env), alarm, { at: Date.now(), where, budget });
}

async function auditOnce(
  config: Config,
  { request, event }: { readonly request: AuditRequest; readonly event: string | undefined },
  lambda: Context,
): Promise<AuditSummary | RepeatedRun | PartAnswer> {
  logger.setLogLevel(config.logLevel);
  const deadlines = runDeadlines(() => lambda.getRemainingTimeInMillis());
  const asked = { request, deadlines };
  try {
    logger.debug('Configuration', { configuration: loggedConfig(config), request });
    const part = openOrganizationPart(config, request, deadlines);
    if (part !== undefined)
      return await part.audit((its, run, itsEvent) => auditAccount(its, { ...asked, run, event: itsEvent }, lambda));
    const result = await auditAccount(config, { ...asked, event }, lambda);
    return 'repeated' in result ? result : summarize(result);
  } finally {
    deadlines.stop();
  }
}

interface AskedAudit {
  readonly request: AuditRequest;
  readonly deadlines: RunDeadlines;
  readonly event: string | undefined;
  readonly run?: Partial<Pick<RunEnvironment, 'account' | 'organizationRun' | 'scps' | 'others' | 'usesOthersCatalog'>>;
}

async function auditAccount(
  config: Config,
  { request, deadlines, event, run: environment }: AskedAudit,
  lambda: Context,
): Promise<AuditResult | RepeatedRun> {
  const calls = loggedCalls(logger);
  const progress = loggedProgress(logger);
  const context = await openContext(config, { ...deadlines, ...environment, progress, aws: calls.aws });
  try {
    const run = await beginRun(context, request, {
      limit: lambda.getRemainingTimeInMillis(),
      request: lambda.awsRequestId,
      memory: Number(lambda.memoryLimitInMB),
      ...(event !== undefined && { event }),
    });
    if (run.same !== undefined) return repeated(repeatedRun(context.account.accountId, run.same));
    const result = await audit(context, request, run);
    logAudit({ logger, metrics }, result, isWhole(request));
    return result;
  } finally {
    calls.log();
    context.close();
  }
}

function repeated(run: RepeatedRun): RepeatedRun {
  logger.info(run.repeated, { ...run });
  metrics.addMetric('EventsRepeated', MetricUnit.Count, 1);
  return run;
}

export const handler = middy<unknown, Answer>({ timeoutEarlyInMillis: 0 })
  .use(captureLambdaHandler(tracer, { captureResponse: false }))
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .use(metricsLogLevel(metrics, () => process.env['AWS_LAMBDA_LOG_LEVEL']))
  .handler(runAudit);
