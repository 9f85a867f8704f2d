import { ecsTrustPolicy } from '../../src/sandbox/build-account.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import type { Trust } from './world.ts';

/** The trust policy that says it. */
export function trustPolicyOf(trust: Trust, accountId: string): JsonObject {
  const own = ecsTrustPolicy(accountId);
  switch (trust) {
    case 'own tasks':
      return own;
    case 'any tasks':
      return { Version: '2012-10-17', Statement: [mayAssume({ Service: 'ecs-tasks.amazonaws.com' })] };
    case 'another account':
      return { ...own, Statement: [...statementsOf(own), mayAssume({ AWS: 'arn:aws:iam::999999999999:root' })] };
    case 'everyone':
      return { ...own, Statement: [...statementsOf(own), mayAssume('*')] };
    default:
      return trust satisfies never;
  }
}

function mayAssume(principal: JsonObject | string): JsonObject {
  return { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
}

function statementsOf(policy: JsonObject): readonly JsonObject[] {
  return policy['Statement'] as readonly JsonObject[];
}
