import type { SandboxService } from '../service.ts';
import { account } from './account.ts';
import { ec2 } from './ec2.ts';
import { ecs } from './ecs.ts';
import { iam } from './iam.ts';
import { sts } from './sts.ts';

const SERVICES: readonly SandboxService[] = [account, ec2, ecs, iam, sts];

/** The service that a credential scope names. */
export function serviceNamed(name: string): SandboxService | undefined {
  return SERVICES.find((service) => service.name === name);
}
