import { getOrInsert } from '../base/get-or-insert.ts';
import { internLists, internTexts } from '../base/intern.ts';
import type { Region } from '../base/region.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { RegionInventory, ServiceConnectLogs } from './inventory.ts';
import type { LaunchType } from './launch-type.ts';
import { knownLaunchTypes, possibleLaunchTypes } from './possible-launch-types.ts';
import { requiredByExec } from './required/exec.ts';
import { requiredByFiles } from './required/files.ts';
import { requiredByFirelens } from './required/firelens.ts';
import { requiredByImages } from './required/image.ts';
import { requiredByLogs, requiredByServiceConnect } from './required/logs.ts';
import type { Launch, Place, Requirement } from './required/requirement.ts';
import { requiredBySidecars } from './required/sidecars.ts';
import { requiredByVolumes } from './required/volumes.ts';
import type { AccountOfRoles } from './role-reference.ts';
import { type RoleResolver, roleResolver } from './role-resolver.ts';
import type { RequiredPermission, RoleJob } from './role-use.ts';
import type { TaskDefinition } from './task-definition.ts';

/** What is not in the definition itself. */
export interface RequirementContext extends AccountOfRoles {
  readonly region: Region;
  /** ECS Exec is enabled on a service or task that runs the definition. */
  readonly execEnabled: boolean;
  /** Of the Service Connect proxies beside the definition's containers. */
  readonly serviceConnectLogs?: readonly ServiceConnectLogs[];
  /** What services and tasks that run the definition are launched on, as far as that is known. */
  readonly launchedOn?: readonly LaunchType[];
  /** How short names of roles are read; by completing them without a path where left out. */
  readonly resolve?: RoleResolver;
}

/**
 * The permissions that a task definition says, field by field, its two roles must have. A role that it does not name,
 * or names in no readable way, has none here.
 */
export function requiredPermissions(
  definition: TaskDefinition,
  context: RequirementContext,
): readonly RequiredPermission[] {
  const resolve = context.resolve ?? roleResolver([], context);
  const roleOf = (reference: string | undefined): RoleArn | undefined => {
    const parsed = reference === undefined ? undefined : resolve(reference);
    return parsed?.ok === true ? parsed.value.arn : undefined;
  };
  const roles: Readonly<Record<RoleJob, RoleArn | undefined>> = {
    task: roleOf(definition.taskRoleArn),
    execution: roleOf(definition.executionRoleArn),
  };
  if (roles.task === undefined && roles.execution === undefined) return [];
  const { taskDefinitionArn, family, region, registeredAt } = definition;
  const stated = { taskDefinitionArn, family, region, ...(registeredAt === undefined ? {} : { registeredAt }) };
  return requirementsOf(definition, context).flatMap((requirement) => {
    const role = roles[requirement.job];
    return role === undefined ? [] : [{ ...requirement, role, ...stated }];
  });
}

function requirementsOf(definition: TaskDefinition, context: RequirementContext): readonly Requirement[] {
  const { region, accountId, partition, launchedOn = [] } = context;
  const place: Place = { region, accountId, partition };
  const launch: Launch = {
    possible: possibleLaunchTypes(definition, launchedOn),
    known: knownLaunchTypes(definition, launchedOn),
  };
  return [
    ...requiredByImages(definition, place, launch),
    ...requiredByFiles(definition, place, launch),
    ...requiredByLogs(definition, place, launch),
    ...requiredByVolumes(definition, place),
    ...requiredByFirelens(definition, place),
    ...requiredBySidecars(definition, place),
    ...requiredByServiceConnect(context.serviceConnectLogs ?? [], place, launch),
    ...(context.execEnabled ? requiredByExec() : []),
  ];
}

/** All that the task definitions of all Regions require, and the overrides of running tasks, by role. */
export function requiredByRole(
  inventories: readonly RegionInventory[],
  account: AccountOfRoles,
): ReadonlyMap<RoleArn, readonly RequiredPermission[]> {
  const resolve = roleResolver(inventories, account);
  const byRole = new Map<RoleArn, RequiredPermission[]>();
  const shared = sharing();
  for (const {
    region,
    taskDefinitions,
    overrides,
    execEnabled,
    serviceConnectLogs = [],
    launches = [],
  } of inventories) {
    const launchTypes = Map.groupBy(launches, ({ taskDefinitionArn }) => taskDefinitionArn);
    const proxies = Map.groupBy(serviceConnectLogs, ({ taskDefinitionArn }) => taskDefinitionArn);
    const execAt = new Set(execEnabled);
    const known = new Map(taskDefinitions.map((definition) => [definition.taskDefinitionArn, definition]));
    const overridden = withoutRepeats(overrides).flatMap(({ taskDefinitionArn, taskRoleArn, executionRoleArn }) => {
      const definition = known.get(taskDefinitionArn);
      return definition === undefined ? [] : [withRoles(definition, taskRoleArn, executionRoleArn)];
    });
    for (const definition of [...taskDefinitions, ...overridden]) {
      const exec = execAt.has(definition.taskDefinitionArn);
      const serviceConnect = proxies.get(definition.taskDefinitionArn) ?? [];
      const launchedOn = (launchTypes.get(definition.taskDefinitionArn) ?? []).map(({ launchType }) => launchType);
      const context = {
        ...account,
        region,
        execEnabled: exec,
        serviceConnectLogs: serviceConnect,
        launchedOn,
        resolve,
      };
      for (const permission of requiredPermissions(definition, context)) {
        getOrInsert(byRole, permission.role, () => []).push(shared(permission));
      }
    }
  }
  return byRole;
}

/** The revisions of a family require nearly the same: what they have in common is held in memory once. */
function sharing(): (permission: RequiredPermission) => RequiredPermission {
  const texts = internTexts();
  const lists = internLists<string>();
  return ({ role, job, action, resources, taskDefinitionArn, family, region, field, certainty, ...rest }) => ({
    role,
    job,
    action,
    resources: lists(resources.map(texts)),
    taskDefinitionArn,
    family,
    region,
    field: texts(field),
    certainty,
    ...rest,
    ...(rest.note !== undefined && { note: texts(rest.note) }),
  });
}

/** The definition as an overridden task runs it; the role that is not overridden has been counted already. */
function withRoles(
  definition: TaskDefinition,
  task: string | undefined,
  execution: string | undefined,
): TaskDefinition {
  const { taskRoleArn: _task, executionRoleArn: _execution, ...rest } = definition;
  return {
    ...rest,
    ...(task === undefined ? {} : { taskRoleArn: task }),
    ...(execution === undefined ? {} : { executionRoleArn: execution }),
  };
}

function withoutRepeats(overrides: RegionInventory['overrides']): RegionInventory['overrides'] {
  const key = (o: RegionInventory['overrides'][number]) =>
    JSON.stringify([o.taskDefinitionArn, o.taskRoleArn, o.executionRoleArn]);
  return [...new Map(overrides.map((override) => [key(override), override])).values()];
}
