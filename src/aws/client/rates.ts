import type { Rate } from '../../base/rate-limiter.ts';

/** Amazon ECS, "API throttling": task-definition reads, a little below 50 burst and 20/s so that retries have room. */
export const TASK_DEFINITION_READS: Rate = { burst: 45, perSecond: 19 };
/** Amazon ECS, "API throttling": cluster-resource and service reads are 100 burst, 20/s. */
export const CLUSTER_READS: Rate = { burst: 90, perSecond: 19 };
/** AWS CloudTrail API Reference, "LookupEvents": two calls a second per account and Region. */
export const LOOKUP_EVENTS: Rate = { burst: 1, perSecond: 1.95 };
/** "Quotas in AWS CloudTrail": ten calls a second of all other reads. */
export const TRAIL_READS: Rate = { burst: 4, perSecond: 8 };
/** "CloudWatch service quotas": 25 calls of ListMetrics a second, 50 of GetMetricData. */
export const METRIC_READS: Rate = { burst: 10, perSecond: 20 };
/** AWS Security Hub API Reference, "GetFindings": 3/s, burst 6. */
export const GET_FINDINGS: Rate = { burst: 1, perSecond: 2.9 };
/** AWS Security Hub API Reference, "BatchImportFindings": 10/s, burst 30. */
export const IMPORT_FINDINGS: Rate = { burst: 5, perSecond: 9 };
/** AWS Security Hub API Reference, "BatchUpdateFindings": 10/s, burst 30. */
export const UPDATE_FINDINGS: Rate = { burst: 5, perSecond: 9 };
/** IAM publishes no rate; this one is known to pass in busy accounts. */
export const IAM_READS: Rate = { burst: 20, perSecond: 15 };
/** IAM publishes no rate; its jobs of last-accessed data run beside the reading of roles. */
export const LAST_ACCESSED_READS: Rate = { burst: 8, perSecond: 8 };
/** "Request quotas" of AWS KMS: thousands a second, which everybody in the account and Region shares. */
export const KMS_MACS: Rate = { burst: 20, perSecond: 50 };
/** IAM publishes no rate of simulations; they are asked one after the other. */
export const POLICY_SIMULATIONS: Rate = { burst: 4, perSecond: 5 };
/** "IAM Access Analyzer quotas" name none for policy checks; those of the console come one by one. */
export const POLICY_CHECKS: Rate = { burst: 2, perSecond: 4 };
/** Amazon EC2, "Request throttling": reads without a resource id are 100 burst, 20/s; others share it. */
export const INSTANCE_READS: Rate = { burst: 20, perSecond: 10 };
/** AWS Organizations publishes no rate for most of its reads; this one is known to pass in busy organizations. */
export const ORGANIZATION_READS: Rate = { burst: 5, perSecond: 5 };
