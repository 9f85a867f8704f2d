import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { AuditResult } from '../report/audit-result.ts';
import { summarize } from '../report/audit-summary.ts';
import { missingAuditorActions } from '../report/notification/missing-auditor-actions.ts';
import { isTampering, TAMPERING } from '../report/tampering.ts';
import { countAudit } from './telemetry.ts';

interface AuditLogger {
  info(message: string, details: Readonly<Record<string, unknown>>): void;
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
  error(message: string, details: Readonly<Record<string, unknown>>): void;
}

/**
 * Logs a finished audit, and counts it: what could not be read, the permissions that were missing, and the summary.
 *
 * @param whole whether it was a night's work
 */
export function logAudit(
  { logger, metrics }: { readonly logger: AuditLogger; readonly metrics: Metrics },
  result: AuditResult,
  whole: boolean,
): void {
  const summary = summarize(result);
  countAudit(metrics, summary, whole);
  for (const one of result.incomplete) {
    if (isTampering(one)) logger.error(TAMPERING, { ...one });
    else logger.warn('Incomplete', { ...one });
  }
  const permissions = missingAuditorActions(result.incomplete);
  if (permissions.length > 0)
    logger.warn('Permissions are missing: deploy the current template, which grants them', { permissions });
  logger.info('Audit finished', { summary });
}
