/** One fact: actions of which it is not established that every use leaves an event, and why. */
export interface DoubtfulRow {
  readonly service: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

const OTLP = 'is also checked for what is sent over OTLP, of which no event is known';

/** Actions that some events show, and whose silence nevertheless proves nothing. */
export const DOUBTFUL: readonly DoubtfulRow[] = [
  { service: 'cloudwatch', actions: ['PutMetricData'], reason: `cloudwatch:PutMetricData ${OTLP}` },
  {
    service: 'xray',
    actions: ['PutSpans', 'PutSpansForIndexing', 'PutTelemetryRecords', 'PutTraceSegments'],
    reason: `writing to X-Ray ${OTLP}`,
  },
  {
    service: 's3',
    actions: ['ListBucketMultipartUploads'],
    reason: 'AWS does not say of which class the events of ListMultipartUploads are',
  },
];
