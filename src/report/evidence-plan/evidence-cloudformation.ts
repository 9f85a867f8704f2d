import { stringify } from 'yaml';
import { bucketName, bucketPolicy, type Deployment, selectorValue } from './deployment.ts';

/** The trails and their bucket as a CloudFormation template, to be deployed in the trails' home Region. */
export function evidenceCloudFormation(deployment: Deployment, head: readonly string[]): string {
  const { plan, keptDays } = deployment;
  const trails = plan.trails.map(({ name, selectors }, index): [string, object] => [
    `EvidenceTrail${index === 0 ? '' : index + 1}`,
    {
      Type: 'AWS::CloudTrail::Trail',
      DependsOn: 'EvidenceBucketPolicy',
      Properties: {
        TrailName: name,
        S3BucketName: { Ref: 'EvidenceBucket' },
        IsLogging: true,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        EnableLogFileValidation: true,
        AdvancedEventSelectors: selectors.map(selectorValue),
      },
    },
  ]);
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Records the data events of audited ECS task roles alone, for ecs-role-auditor',
    Resources: {
      EvidenceBucket: {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketName: bucketName(deployment),
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          LifecycleConfiguration: {
            Rules: [
              {
                Id: 'forget',
                Status: 'Enabled',
                ExpirationInDays: keptDays,
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        },
      },
      EvidenceBucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'EvidenceBucket' }, PolicyDocument: bucketPolicy(deployment) },
      },
      ...Object.fromEntries(trails),
    },
  };
  // Dates and truth values that are meant as texts are quoted for YAML 1.1 as well, which CloudFormation reads.
  const body = stringify(template, { lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false });
  return `${head.map((line) => `# ${line}\n`).join('')}${body}`;
}
