import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** Real SDK clients that talk to a sandbox, without retries so that each test sees each answer. */
export function sandboxClients(endpoint: string, region = 'us-east-1', maxAttempts = 1) {
  const config = {
    endpoint,
    region,
    maxAttempts,
    credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
  };
  return {
    accessAnalyzer: new AccessAnalyzerClient(config),
    cloudTrail: new CloudTrailClient(config),
    ec2: new EC2Client(config),
    ecs: new ECSClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    s3: new S3Client(config),
    secrets: new SecretsManagerClient(config),
    securityHub: new SecurityHubClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
}
