import type { RoleArn } from '../iam/arn.ts';
import type { EffectiveGrants } from '../iam/effective-grants.ts';
import type { Grant } from '../iam/grant.ts';
import type { Role } from '../iam/role.ts';

/** A role of EC2 instances that tasks without a task role run on. */
export interface InstanceRole {
  readonly arn: RoleArn;
  /** The families of those tasks, in order. */
  readonly families: readonly string[];
  /** The role, and what it is granted beside what AWS's own policies for instances give; absent where it could not be read. */
  readonly found?: { readonly role: Role; readonly grants: readonly ApplicationGrant[] };
}

/** An action that serves no instance, with the statements that grant it. */
export type ApplicationGrant = Pick<Grant, 'action' | 'grantedBy'>;

/** AWS's policies for what runs an instance: the ECS agent, Systems Manager, the CloudWatch agent. */
const OF_INSTANCES: ReadonlySet<string> = new Set([
  'AmazonEC2ContainerServiceforEC2Role',
  'AmazonSSMManagedInstanceCore',
  'AmazonSSMManagedEC2InstanceDefaultPolicy',
  'CloudWatchAgentServerPolicy',
]);

/** Services that only what runs the instance calls by its role. */
const AGENT_SERVICES = /^(?:ecs|ecr|ssmmessages|ec2messages):/i;

/** The actions that serve no instance, and so an application: granted, not blocked, and not by AWS's own policies for instances. */
export function applicationGrants(role: Role, grantsOf: (role: Role) => EffectiveGrants): readonly ApplicationGrant[] {
  const policies = role.policies.filter(
    ({ source }) => !(source.kind === 'managed' && source.awsManaged && OF_INSTANCES.has(source.name)),
  );
  const left = grantsOf({ ...role, policies });
  const whole = grantsOf(role);
  return [...left.grants()]
    .filter(({ action }) => !AGENT_SERVICES.test(action) && whole.of(action)?.access !== 'blocked')
    .filter(({ access }) => access !== 'blocked')
    .map(({ action, grantedBy }) => ({ action, grantedBy }));
}
