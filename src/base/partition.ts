/** What is known of one AWS partition. */
interface PartitionRow {
  readonly name: string;
  /** How the codes of its Regions begin. */
  readonly regions: string;
  /**
   * The Region that records IAM's events: where IAM's endpoint is ("Logging IAM and AWS STS API calls with CloudTrail"; the endpoint rules
   * of IAM in the AWS SDK).
   */
  readonly iamEvents: string;
  /** What follows `REGION.console.` in the addresses of its consoles; absent where AWS does not say. */
  readonly console?: string;
}

const AWS: PartitionRow = { name: 'aws', regions: '', iamEvents: 'us-east-1', console: 'aws.amazon.com' };

/** The partitions ("Amazon Resource Names"; the SDK's table of partitions). The first one is what no other row claims. */
const PARTITIONS: readonly PartitionRow[] = [
  AWS,
  { name: 'aws-cn', regions: 'cn-', iamEvents: 'cn-north-1', console: 'amazonaws.cn' },
  { name: 'aws-us-gov', regions: 'us-gov-', iamEvents: 'us-gov-west-1', console: 'amazonaws-us-gov.com' },
  { name: 'aws-eusc', regions: 'eusc-', iamEvents: 'eusc-de-east-1', console: 'amazonaws-eusc.eu' },
  { name: 'aws-iso', regions: 'us-iso-', iamEvents: 'us-iso-east-1' },
  { name: 'aws-iso-b', regions: 'us-isob-', iamEvents: 'us-isob-east-1' },
  { name: 'aws-iso-e', regions: 'eu-isoe-', iamEvents: 'eu-isoe-west-1' },
  { name: 'aws-iso-f', regions: 'us-isof-', iamEvents: 'us-isof-south-1' },
];

/** The partition that a Region lies in: `aws-cn` of `cn-north-1`; `aws` where nothing else is known. */
export function partitionOfRegion(region: string): string {
  return (PARTITIONS.find(({ regions }) => regions !== '' && region.startsWith(regions)) ?? AWS).name;
}

/** The Region that records IAM's events of a partition; undefined for one that is not known. */
export function iamEventsRegion(partition: string): string | undefined {
  return rowOf(partition)?.iamEvents;
}

/** Where calls to services without Regions are recorded beside IAM's, as to AWS Global Accelerator ("Global service events", AWS CloudTrail User Guide). */
const OTHER_GLOBAL_EVENTS: ReadonlySet<string> = new Set(['us-east-2', 'us-west-2']);

/** Whether calls to services without Regions are recorded in a Region: to IAM and its like, or to others. */
export function recordsGlobalEvents(region: string): boolean {
  return OTHER_GLOBAL_EVENTS.has(region) || PARTITIONS.some(({ iamEvents }) => iamEvents === region);
}

/** What follows `REGION.console.` in the addresses of a partition's consoles; undefined where that is not known. */
export function consoleDomain(partition: string): string | undefined {
  return rowOf(partition)?.console;
}

function rowOf(partition: string): PartitionRow | undefined {
  return PARTITIONS.find(({ name }) => name === partition);
}
