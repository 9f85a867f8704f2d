/** One fact: actions of which it is not established that every use leaves an event, and why. */
export interface DoubtfulRow {
  readonly service: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

const OTLP = 'is also checked for what is sent over OTLP, of which no event is known';
const PROMQL = 'is also checked for queries in PromQL ("Query metrics with PromQL"), of which no event is known';

/** Actions that some events show, and whose silence nevertheless proves nothing. */
export const DOUBTFUL: readonly DoubtfulRow[] = [
  { service: 'cloudwatch', actions: ['PutMetricData'], reason: `cloudwatch:PutMetricData ${OTLP}` },
  { service: 'cloudwatch', actions: ['GetMetricData'], reason: `cloudwatch:GetMetricData ${PROMQL}` },
  { service: 'cloudwatch', actions: ['ListMetrics'], reason: `cloudwatch:ListMetrics ${PROMQL}` },
  {
    service: 'xray',
    actions: ['PutSpans', 'PutSpansForIndexing', 'PutTelemetryRecords', 'PutTraceSegments'],
    reason: `writing to X-Ray ${OTLP}`,
  },
  {
    service: 'bedrock',
    actions: ['InvokeModelWithResponseStream'],
    reason:
      "it may also be checked for chat completions in the form of OpenAI's API, of which AWS does not say that CloudTrail records them",
  },
  {
    service: 'bedrock',
    actions: ['GetInferenceProfile', 'Retrieve'],
    reason:
      'it is also checked beside calls of knowledge bases and inline agents, which are data events of other kinds, or of none that is known',
  },
  {
    service: 'timestream',
    actions: ['DescribeTable', 'ListDatabases', 'ListTables'],
    reason: 'queries ask for it as well (SHOW and DESCRIBE statements), and are data events',
  },
  {
    service: 's3',
    actions: ['ListBucketMultipartUploads'],
    reason: 'AWS does not say of which class the events of ListMultipartUploads are',
  },
];
