import type { SandboxService } from '../service.ts';
import { accessAnalyzer } from './access-analyzer.ts';
import { account } from './account.ts';
import { athena } from './athena.ts';
import { cloudTrail } from './cloudtrail.ts';
import { cloudWatch } from './cloudwatch.ts';
import { ec2 } from './ec2.ts';
import { ecs } from './ecs.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { organizations } from './organizations.ts';
import { s3 } from './s3.ts';
import { secretsManager } from './secrets-manager.ts';
import { securityHub } from './security-hub.ts';
import { slack } from './slack.ts';
import { slackApi } from './slack-api.ts';
import { sns } from './sns.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

const SERVICES: readonly SandboxService[] = [
  accessAnalyzer,
  account,
  athena,
  cloudTrail,
  cloudWatch,
  ec2,
  ecs,
  iam,
  kms,
  organizations,
  s3,
  secretsManager,
  securityHub,
  slack,
  slackApi,
  sns,
  ssm,
  sts,
];

/** The service that a credential scope names. */
export function serviceNamed(name: string): SandboxService | undefined {
  return SERVICES.find((service) => service.name === name);
}
