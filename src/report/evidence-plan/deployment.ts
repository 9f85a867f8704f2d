import type { AdvancedSelector, FieldOperator, FieldSelector } from '../../cloudtrail/trail-settings/trail.ts';
import { EVIDENCE_TRAIL_NAME, type EvidencePlan } from '../../evidence-trail/plan-evidence-trail.ts';

/** Where an evidence trail is deployed. */
export interface Deployment {
  readonly plan: EvidencePlan;
  readonly partition: string;
  readonly accountId: string;
  /** The home Region of the trails. */
  readonly region: string;
  /** Days after which log files are deleted. */
  readonly keptDays: number;
}

/** The bucket of the trails; bucket names are unique in all of AWS. */
export function bucketName({ accountId, region }: Pick<Deployment, 'accountId' | 'region'>): string {
  return `${EVIDENCE_TRAIL_NAME}-${accountId}-${region}`;
}

/** The ARNs of the trails, in order. */
export function trailArns({ plan, partition, accountId, region }: Deployment): readonly string[] {
  return plan.trails.map(({ name }) => `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${name}`);
}

/** The policy of the bucket: only these trails write, and nobody without TLS ("Amazon S3 bucket policy for CloudTrail"). */
export function bucketPolicy(deployment: Deployment): object {
  const { partition, accountId } = deployment;
  const bucket = `arn:${partition}:s3:::${bucketName(deployment)}`;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const ofTrails = { 'aws:SourceArn': trailArns(deployment) };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TrailsReadTheAcl',
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: bucket,
        Condition: { StringEquals: ofTrails },
      },
      {
        Sid: 'TrailsWrite',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `${bucket}/AWSLogs/${accountId}/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...ofTrails } },
      },
      {
        Sid: 'TlsAlone',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

const OPERATORS = {
  equals: 'Equals',
  notEquals: 'NotEquals',
  startsWith: 'StartsWith',
  notStartsWith: 'NotStartsWith',
  endsWith: 'EndsWith',
  notEndsWith: 'NotEndsWith',
} as const satisfies Record<FieldOperator, string>;

/** A selector as CloudTrail's API and CloudFormation write it. */
export function selectorValue(selector: AdvancedSelector, index: number): object {
  return { Name: selectorName(selector, index), FieldSelectors: selector.fields.map(fieldValue) };
}

/** What a selector is called: it must be unlike the others of the trail. */
export function selectorName({ fields }: AdvancedSelector, index: number): string {
  const type = fields.find(({ field }) => field === 'resources.type')?.equals?.[0] ?? '';
  return `${index + 1} ${type.replaceAll('::', ' ')}`;
}

function fieldValue({ field, ...operators }: FieldSelector): object {
  return { Field: field, ...Object.fromEntries(operatorsOf(operators).map(([name, values]) => [name, values])) };
}

/** The operators of a field with their values, as the API spells them. */
export function operatorsOf(
  operators: Omit<FieldSelector, 'field'>,
): readonly (readonly [string, readonly string[]])[] {
  return (Object.keys(OPERATORS) as FieldOperator[]).flatMap((name) => {
    const values = operators[name];
    return values === undefined ? [] : [[OPERATORS[name], values] as const];
  });
}
