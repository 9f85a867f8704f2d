import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addRole, addTaskDefinition } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { deployIdentity } from './other-principals.ts';
import { allow, document } from './statements.ts';

/** The application deployed yesterday: its role is too young for anything to be called unused. */
export function addFeatureFlags(account: SandboxAccount, executionRole: string): void {
  const createdAt = account.now - DAY_MS - 2 * HOUR_MS;
  const taskRole = addRole(account, {
    name: 'feature-flags-task',
    createdAt,
    inlinePolicies: {
      'feature-flags': document(
        allow(['ssm:GetParametersByPath', 'ssm:PutParameter', 'ssm:DeleteParameter'], '*'),
        allow(['appconfig:GetConfiguration', 'appconfig:StartDeployment'], '*'),
      ),
    },
    tags: { team: 'web' },
  });
  addTaskDefinition(account, {
    family: 'feature-flags',
    taskRoleArn: taskRole,
    executionRoleArn: executionRole,
    registeredAt: createdAt + 10 * MINUTE_MS,
  });
  const roleName = 'feature-flags-task';
  const changes = [
    ['CreateRole', { roleName, path: '/' }],
    ['PutRolePolicy', { roleName, policyName: 'feature-flags' }],
  ] as const;
  for (const [index, [eventName, requestParameters]] of changes.entries()) {
    addEvent(account, {
      userIdentity: deployIdentity(createdAt),
      eventSource: 'iam.amazonaws.com',
      eventName,
      at: createdAt + index * 1000,
      requestParameters,
      userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.4',
    });
  }
}
