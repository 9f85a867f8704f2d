/** A token bucket: so many calls at once, so many a second after that. */
export interface RateLimit {
  readonly service: string;
  /** The operations that share the bucket; all of the service if not given. */
  readonly operations?: readonly string[];
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * The services' documented rates. ECS: "Request throttling for the Amazon ECS API"; CloudTrail: "Quotas in AWS
 * CloudTrail"; CloudWatch: "CloudWatch service quotas"; Security Hub: "Quotas" of its user guide; Slack: "Rate limits"; SNS: "Amazon SNS
 * endpoints and quotas". IAM publishes none: these are modest.
 */
const RATE_LIMITS: readonly RateLimit[] = [
  { service: 'cloudtrail', operations: ['LookupEvents'], burst: 2, perSecond: 2 },
  { service: 'cloudtrail', burst: 10, perSecond: 10 },
  { service: 'monitoring', burst: 50, perSecond: 25 },
  {
    service: 'ecs',
    operations: [
      'ListTaskDefinitions',
      'ListTaskDefinitionFamilies',
      'DescribeTaskDefinition',
      'ListDaemonTaskDefinitions',
      'DescribeDaemonTaskDefinition',
    ],
    burst: 50,
    perSecond: 20,
  },
  { service: 'ecs', operations: ['ListServices', 'DescribeServices'], burst: 100, perSecond: 20 },
  { service: 'ecs', burst: 100, perSecond: 20 },
  { service: 'iam', operations: ['GetAccountAuthorizationDetails'], burst: 10, perSecond: 5 },
  { service: 'iam', burst: 50, perSecond: 20 },
  { service: 'securityhub', operations: ['BatchImportFindings'], burst: 30, perSecond: 10 },
  { service: 'securityhub', operations: ['BatchUpdateFindings'], burst: 30, perSecond: 10 },
  { service: 'securityhub', operations: ['GetFindings'], burst: 6, perSecond: 3 },
  { service: 'slack', burst: 3, perSecond: 1 },
  { service: 'slack-api', burst: 3, perSecond: 1 },
  { service: 'sns', operations: ['Publish'], burst: 300, perSecond: 300 },
];

/** Counts calls against the limits. */
export interface TokenBuckets {
  /** Takes a token; false when there is none, and the call is to be throttled. `at` is in milliseconds. */
  admit(service: string, operation: string, region: string, at: number): boolean;
}

/** Full buckets: one per limit and Region. */
export function tokenBuckets(limits: readonly RateLimit[] = RATE_LIMITS): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    admit(service, operation, region, at) {
      const index = limits.findIndex(
        (limit) => limit.service === service && (limit.operations?.includes(operation) ?? true),
      );
      const limit = limits[index];
      if (limit === undefined) return true;
      const key = `${index} ${region}`;
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at };
      const refilled = Math.min(limit.burst, bucket.tokens + ((at - bucket.at) / 1000) * limit.perSecond);
      const admitted = refilled >= 1;
      buckets.set(key, { tokens: admitted ? refilled - 1 : refilled, at });
      return admitted;
    },
  };
}
