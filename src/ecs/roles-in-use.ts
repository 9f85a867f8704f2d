import { byKey } from '../base/by-key.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Region } from '../base/region.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { RegionInventory } from './inventory.ts';
import type { AccountOfRoles } from './role-reference.ts';
import { roleResolver } from './role-resolver.ts';
import type { RoleInUse, RoleJob, RoleUse } from './role-use.ts';
import type { TaskDefinition } from './task-definition.ts';
import type { TaskDefinitionArn } from './task-definition-arn.ts';
import { familyAndRevisionOf } from './task-definition-arn.ts';

/** Every role that task definitions or running tasks name, by ARN, and the references that could not be read. */
export interface RolesInUse {
  readonly roles: readonly RoleInUse[];
  readonly problems: readonly Incomplete[];
}

/** Turns what ECS holds in all Regions around: from each role to all that names it, ordered by ARN. */
export function rolesInUse(inventories: readonly RegionInventory[], account: AccountOfRoles): RolesInUse {
  const resolve = roleResolver(inventories, account);
  const roles = new Map<RoleArn, { uses: RoleUse[]; byShortName: boolean }>();
  const problems: Incomplete[] = [];

  const add = (reference: string | undefined, use: RoleUse, field: string) => {
    if (reference === undefined) return;
    const parsed = resolve(reference);
    if (!parsed.ok) {
      problems.push({ what: `${field} of ${use.taskDefinitionArn}`, why: parsed.problem });
      return;
    }
    const known = roles.get(parsed.value.arn) ?? { uses: [], byShortName: false };
    known.uses.push(use);
    known.byShortName ||= parsed.value.byShortName;
    roles.set(parsed.value.arn, known);
  };

  for (const { taskDefinitions, overrides } of inventories) {
    const known = new Map(taskDefinitions.map((definition) => [definition.taskDefinitionArn, definition]));
    for (const definition of taskDefinitions) {
      add(definition.taskRoleArn, useOf('task', definition, false), 'taskRoleArn');
      add(definition.executionRoleArn, useOf('execution', definition, false), 'executionRoleArn');
    }
    for (const override of overrides) {
      const { taskDefinitionArn, region, taskArn } = override;
      const definition = known.get(taskDefinitionArn) ?? stateless(taskDefinitionArn, region);
      add(override.taskRoleArn, useOf('task', definition, true), `overrides.taskRoleArn of task ${taskArn}`);
      add(
        override.executionRoleArn,
        useOf('execution', definition, true),
        `overrides.executionRoleArn of task ${taskArn}`,
      );
    }
  }

  const byArn = [...roles].sort(byKey);
  return {
    roles: byArn.map(([arn, { uses, byShortName }]) => ({ arn, uses: withoutRepeats(uses), byShortName })),
    problems,
  };
}

type Definition = Pick<TaskDefinition, 'region' | 'taskDefinitionArn' | 'family' | 'revision' | 'status' | 'daemon'>;

function useOf(job: RoleJob, definition: Definition, override: boolean): RoleUse {
  const { region, taskDefinitionArn, family, revision, status, daemon } = definition;
  return { job, region, taskDefinitionArn, family, revision, status, override, daemon };
}

/** A running task proves that its definition can run, even where the definition itself could not be read. */
function stateless(taskDefinitionArn: TaskDefinitionArn, region: Region): Definition {
  return { ...familyAndRevisionOf(taskDefinitionArn), region, taskDefinitionArn, status: 'ACTIVE', daemon: false };
}

/** Many tasks with one override say the same thing. */
function withoutRepeats(uses: readonly RoleUse[]): readonly RoleUse[] {
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}
