import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type Metric,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { counted } from '../../base/format.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import { sum } from '../../base/sum.ts';
import { DAY_MS } from '../../base/time.ts';
import { CALL_METRICS, type CallMetric, type CallVolume, whyUncounted } from '../../evidence-trail/call-volumes.ts';
import type { CallVolumeReader, Clock } from '../../ports.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, pages, requireField } from '../client/call-api.ts';
import { METRIC_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** What a month is reckoned from. */
const DAYS_READ = 14;
const DAYS_A_MONTH = 30;

/** "GetMetricData", Amazon CloudWatch API Reference: queries of one call. */
const QUERIES_PER_CALL = 500;

/** Series of one metric in a Region beyond which their sum is not asked for: each costs a little. */
const MOST_SERIES = 2_000;

/** Reads from CloudWatch how many calls services count, whoever makes them. */
export function createCallVolumeReader(session: AwsSession, clock: Clock): CallVolumeReader {
  return {
    async read(types, regions) {
      const incomplete: Incomplete[] = [];
      const failed = new Map<string, string>();
      const read = async (type: string, region: string): Promise<CallVolume> => {
        try {
          return await volumeIn(session, region, CALL_METRICS[type] ?? [], clock.now());
        } catch (error) {
          const what = `Call counts of CloudWatch in ${region}`;
          // Each type would say the same.
          if (!failed.has(region))
            incomplete.push(toIncomplete(what, error, { action: 'cloudwatch:GetMetricData', region }));
          failed.set(region, what);
          return { kind: 'unknown', why: `CloudWatch could not be read in ${region}` };
        }
      };
      const volumes = await Promise.all(
        [...new Set(types)].map(async (type): Promise<[string, CallVolume]> => {
          if (CALL_METRICS[type] === undefined) return [type, { kind: 'unknown', why: whyUncounted(type) }];
          return [type, knownOf(type, together(await Promise.all(regions.map((region) => read(type, region)))))];
        }),
      );
      return { value: new Map(volumes), incomplete };
    },
  };
}

function together(volumes: readonly CallVolume[]): CallVolume {
  const unknown = volumes.find(({ kind }) => kind === 'unknown');
  if (unknown !== undefined) return unknown;
  return {
    kind: 'counted',
    perMonth: sum(volumes.map((volume) => (volume.kind === 'counted' ? volume.perMonth : 0))),
  };
}

/** Where no call at all was counted of a type that is counted for money alone, nobody counts. */
function knownOf(type: string, volume: CallVolume): CallVolume {
  const isPaidFor = CALL_METRICS[type]?.some(({ ofEach }) => ofEach !== undefined) === true;
  if (!isPaidFor || volume.kind === 'unknown' || volume.perMonth > 0) return volume;
  return { kind: 'unknown', why: whyUncounted(type) };
}

async function volumeIn(
  session: AwsSession,
  region: string,
  metrics: readonly CallMetric[],
  now: number,
): Promise<CallVolume> {
  const series: { readonly metric: Metric; readonly statistic: CallMetric['statistic'] }[] = [];
  for (const metric of metrics) {
    const uncounted = await uncountedIn(session, region, metric);
    if (uncounted !== undefined) return { kind: 'unknown', why: uncounted };
    for await (const page of seriesOf(session, region, metric)) {
      series.push(...page.map((one) => ({ metric: one, statistic: metric.statistic })));
      if (series.length > MOST_SERIES) {
        return { kind: 'unknown', why: `CloudWatch has more than ${counted(MOST_SERIES, 'series')} in ${region}` };
      }
    }
  }
  let calls = 0;
  for (let first = 0; first < series.length; first += QUERIES_PER_CALL) {
    const queries = series.slice(first, first + QUERIES_PER_CALL).map(
      ({ metric, statistic }, index): MetricDataQuery => ({
        Id: `m${index}`,
        MetricStat: { Metric: metric, Period: DAY_MS / 1000, Stat: statistic },
        ReturnData: true,
      }),
    );
    calls += await sumOf(session, region, queries, now);
  }
  return { kind: 'counted', perMonth: (calls / DAYS_READ) * DAYS_A_MONTH };
}

/** That something of a Region has no series of the metric, as half a sentence. */
async function uncountedIn(session: AwsSession, region: string, metric: CallMetric): Promise<string | undefined> {
  const { ofEach } = metric;
  if (ofEach === undefined) return undefined;
  const valuesOf = async (read: CallMetric): Promise<ReadonlySet<string | undefined>> => {
    const values = new Set<string | undefined>();
    for await (const page of seriesOf(session, region, read)) {
      for (const { Dimensions = [] } of page)
        values.add(Dimensions.find(({ Name }) => Name === ofEach.dimension)?.Value);
    }
    return values;
  };
  const { only: _, ...always } = metric;
  const [all, counting] = await Promise.all([
    valuesOf({ ...always, name: ofEach.name, dimensions: 'any' }),
    valuesOf(metric),
  ]);
  const left = [...all].filter((value) => !counting.has(value)).length;
  if (left === 0) return undefined;
  return `${metric.namespace.replace('AWS/', '')} counts requests where request metrics are on (filter EntireBucket), and of ${counted(left, 'bucket')} in ${region} nobody counts them`;
}

function seriesOf(session: AwsSession, region: string, metric: CallMetric): AsyncGenerator<readonly Metric[]> {
  const client = session.client(CloudWatchClient, region);
  return pages((token) =>
    callApi(
      () =>
        client.send(
          new ListMetricsCommand({
            Namespace: metric.namespace,
            MetricName: metric.name,
            ...(token !== undefined && { NextToken: token }),
          }),
          abortOptions(session.signal),
        ),
      (answer) => ({
        items: requireField(answer.Metrics, 'Metrics').filter((one) => isOneOf(one, metric)),
        next: answer.NextToken,
      }),
      session.rateLimiter(METRIC_READS, region),
      session.signal,
    ),
  );
}

/** Services state the same calls by several sets of dimensions; only one of them adds up. */
function isOneOf({ Dimensions = [] }: Metric, { dimensions, only = {} }: CallMetric): boolean {
  if (dimensions === 'any') return true;
  return (
    Dimensions.length === dimensions.length &&
    Dimensions.every(
      ({ Name = '', Value }) => dimensions.includes(Name) && (only[Name] === undefined || only[Name] === Value),
    )
  );
}

async function sumOf(
  session: AwsSession,
  region: string,
  queries: readonly MetricDataQuery[],
  now: number,
): Promise<number> {
  const client = session.client(CloudWatchClient, region);
  const to = Math.floor(now / DAY_MS) * DAY_MS;
  let total = 0;
  const read = pages((token) =>
    callApi(
      () =>
        client.send(
          new GetMetricDataCommand({
            MetricDataQueries: [...queries],
            StartTime: new Date(to - DAYS_READ * DAY_MS),
            EndTime: new Date(to),
            ...(token !== undefined && { NextToken: token }),
          }),
          abortOptions(session.signal),
        ),
      (answer) => ({ items: requireField(answer.MetricDataResults, 'MetricDataResults'), next: answer.NextToken }),
      session.rateLimiter(METRIC_READS, region),
      session.signal,
    ),
  );
  for await (const page of read) total += sum(page.flatMap(({ Values = [] }) => Values));
  return total;
}
