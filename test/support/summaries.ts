/** One dimension of a summary of data events, each value counted as ten. */
export function dimension(name: string, ...values: readonly string[]) {
  return {
    dimension: name,
    statistics: values.map((value) => ({ name: value, value: 10 })),
    aggregationType: 'Count',
  };
}

type Dimension = ReturnType<typeof dimension>;

/** A record of aggregated events, as "Aggregating data events" shows it. */
export function summaryOf(primaryDimension: Dimension, details: readonly Dimension[]) {
  return {
    eventVersion: '1.0',
    accountId: '123456789012',
    eventId: '62759c1a-6248-48e1-a6b3-d5fb7e6c4bc0',
    eventCategory: 'Aggregated',
    eventType: 'AwsAggregatedEvent',
    awsRegion: 'us-east-1',
    eventSource: 's3.amazonaws.com',
    timeWindow: { windowStart: '2026-09-20T10:00:00Z', windowEnd: '2026-09-20T10:05:00Z', windowSize: 'PT5M' },
    summary: { primaryDimension, details },
  };
}
