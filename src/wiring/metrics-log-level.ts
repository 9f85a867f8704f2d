import type { Metrics } from '@aws-lambda-powertools/metrics';

/** Levels that Lambda lets through where it drops INFO. */
const ABOVE_INFO = ['WARN', 'ERROR', 'FATAL'];

/**
 * Middleware that gives the line by which metrics are published a level that Lambda does not drop. Lambda takes a line without `level`, or without a
 * `timestamp`, for INFO ("Log-level filtering"): with `LogLevel` WARN or ERROR nothing would be counted, and the alarms would be deaf.
 *
 * Used behind `logMetrics`, so that it comes before the line is written.
 *
 * @param levelOf Lambda's log level (`AWS_LAMBDA_LOG_LEVEL`), where it has one
 */
export function metricsLogLevel(
  metrics: Pick<Metrics, 'addMetadata'>,
  levelOf: () => string | undefined,
): { after(): void; onError(): void } {
  const mark = (): void => {
    const level = levelOf() ?? '';
    metrics.addMetadata('level', ABOVE_INFO.includes(level) ? level : 'INFO');
    metrics.addMetadata('timestamp', new Date().toISOString());
  };
  return { after: mark, onError: mark };
}
