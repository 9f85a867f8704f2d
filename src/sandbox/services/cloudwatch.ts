import type { SandboxMetric } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import { isJsonObject, type JsonObject } from '../wire/json.ts';
import { jsonService } from '../wire/json-service.ts';

const DAY_SECONDS = 86_400;
const MOST_QUERIES = 500;

/** Amazon CloudWatch: which metrics there are, and daily sums of them. */
export const cloudWatch = jsonService({
  name: 'monitoring',
  refusal: 'InvalidParameterValueException',
  failure: 'InternalServiceFault',
  operations: {
    ListMetrics(fields, call) {
      const [namespace, name] = [fields.text('Namespace'), fields.text('MetricName')];
      const found = metricsIn(call).filter(
        (metric) =>
          (namespace === undefined || metric.namespace === namespace) && (name === undefined || metric.name === name),
      );
      return {
        Metrics: found.map((metric) => ({
          Namespace: metric.namespace,
          MetricName: metric.name,
          Dimensions: dimensionsOf(metric),
        })),
      };
    },
    GetMetricData(fields, call) {
      const queries = fields.objects('MetricDataQueries');
      if (queries.length > MOST_QUERIES) {
        throw new AwsError('InvalidParameterValueException', `At most ${MOST_QUERIES} queries, not ${queries.length}`);
      }
      const [from, to] = [fields.number('StartTime') ?? 0, fields.number('EndTime') ?? 0];
      return { MetricDataResults: queries.map((query) => resultOf(query, { from, to }, call)), Messages: [] };
    },
  },
});

function resultOf(query: JsonObject, { from, to }: { readonly from: number; readonly to: number }, call: Call) {
  const { MetricStat: stat } = query;
  const metric = isJsonObject(stat) && isJsonObject(stat['Metric']) ? stat['Metric'] : undefined;
  if (!isJsonObject(stat) || metric === undefined || stat['Period'] !== DAY_SECONDS) {
    throw new AwsError('InvalidParameterValueException', 'The sandbox has sums of whole days alone');
  }
  const wanted = JSON.stringify([metric['Namespace'], metric['MetricName'], metric['Dimensions'] ?? []]);
  const found = metricsIn(call).find(
    (each) => JSON.stringify([each.namespace, each.name, dimensionsOf(each)]) === wanted,
  );
  const days = found === undefined ? 0 : Math.floor((to - from) / DAY_SECONDS);
  const times = Array.from({ length: days }, (_, day) => to - (day + 1) * DAY_SECONDS);
  return {
    Id: String(query['Id']),
    Label: String(metric['MetricName']),
    StatusCode: 'Complete',
    Timestamps: times,
    Values: times.map(() => found?.perDay ?? 0),
  };
}

function metricsIn({ account, region }: Call): readonly SandboxMetric[] {
  return account.metrics.filter((metric) => metric.region === region);
}

function dimensionsOf({ dimensions }: SandboxMetric): JsonObject[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
