import { describe, expect, it } from 'vitest';
import type { RegionInventory, RunningTask } from '../../src/ecs/inventory.ts';
import type { LaunchType } from '../../src/ecs/launch-type.ts';
import { roleTasks } from '../../src/ecs/role-tasks.ts';
import type { RoleUse } from '../../src/ecs/role-use.ts';
import type { TaskDefinition } from '../../src/ecs/task-definition.ts';
import type { TaskDefinitionArn } from '../../src/ecs/task-definition-arn.ts';

const API: TaskDefinitionArn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:7';
const FAMILY = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api';
const DEFINITION: TaskDefinition = {
  taskDefinitionArn: API,
  region: 'eu-west-1',
  family: 'api',
  revision: 7,
  status: 'ACTIVE',
  daemon: false,
  requiresCompatibilities: [],
  compatibilities: [],
  containerDefinitions: [],
  volumes: [],
  appMeshProxy: false,
  tags: {},
};
const ARN = 'arn:aws:iam::123456789012:role/app-task';

function task(parts: Partial<RunningTask> = {}): RunningTask {
  return { taskId: 'a', taskDefinitionArn: API, family: 'api', startedAt: 1000, ...parts };
}

function region(runningTasks: readonly RunningTask[], unread: readonly string[] = []): RegionInventory {
  return {
    region: 'eu-west-1',
    taskDefinitions: [],
    overrides: [],
    runningTasks,
    execEnabled: [],
    unreadTaskDefinitions: unread,
    incomplete: [],
  };
}

function use(parts: Partial<RoleUse> = {}): RoleUse {
  const where = { region: 'eu-west-1', taskDefinitionArn: API, family: 'api', revision: 7 } as const;
  return { job: 'task', ...where, status: 'ACTIVE', override: false, daemon: false, ...parts };
}

function tasksOf(inventory: RegionInventory, ...uses: readonly RoleUse[]) {
  return roleTasks([inventory])({ arn: ARN, uses, byShortName: false });
}

describe('roleTasks()', () => {
  it('groups the tasks that run with a role by service, and those without one by family', () => {
    const inventory = region([
      task({ service: 'web of main', startedAt: 3000 }),
      task({ service: 'web of main', startedAt: 2000 }),
      task({ service: 'web of test' }),
      task(),
      task({ taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:6' }),
    ]);
    expect(
      tasksOf(inventory, use(), use({ job: 'execution' })).running.map(({ name, started }) => [name, started]),
    ).toEqual([
      ['family api in eu-west-1', [1000]],
      ['service web of main in eu-west-1', [2000, 3000]],
      ['service web of test in eu-west-1', [1000]],
    ]);
  });

  it('leaves out a task that overrides the role of its definition', () => {
    const inventory = region([task({ overrides: ['task'] })]);
    expect(tasksOf(inventory, use()).running).toEqual([]);
    expect(tasksOf(inventory, use({ job: 'execution' })).running).toHaveLength(1);
    expect(tasksOf(inventory, use({ override: true })).running).toHaveLength(1);
  });

  it('knows when tasks of a definition started with the role as their execution role', () => {
    const inventory = region([
      task(),
      task({ overrides: ['execution'], startedAt: 2000 }),
      task({ overrides: ['task'], startedAt: 3000 }),
    ]);
    expect(tasksOf(inventory, use({ job: 'execution' })).startedBy).toEqual(new Map([[API, [1000, 3000]]]));
    expect(tasksOf(inventory, use())).not.toHaveProperty('startedBy');
  });

  it('names the families whose tasks may run on external instances', () => {
    const outside = (requiresCompatibilities: readonly LaunchType[], launches: RegionInventory['launches'] = []) =>
      tasksOf(
        {
          ...region([]),
          taskDefinitions: [{ ...DEFINITION, taskDefinitionArn: API, requiresCompatibilities }],
          launches,
        },
        use(),
      ).external;
    expect(outside(['EXTERNAL'])).toEqual(['api']);
    expect(outside(['FARGATE'])).toBeUndefined();
    expect(outside(['EC2'], [{ taskDefinitionArn: API, launchType: 'EXTERNAL' }])).toEqual(['api']);
  });

  it('knows a workload whose only task is being started', () => {
    const { startedAt: _, ...starting } = task();
    expect(tasksOf(region([starting]), use()).running).toMatchObject([{ family: 'api', started: [] }]);
  });

  it('leaves out revisions that name another role, of whose tasks one was given this one', () => {
    const { families } = tasksOf(region([]), use({ override: true }));
    expect(families).toEqual([{ region: 'eu-west-1', family: 'api', revisions: [] }]);
  });

  it('knows since when a family names the role, where ECS tells it of every revision', () => {
    const [six, seven] = [6, 7].map((revision) => ({
      definition: {
        ...DEFINITION,
        revision,
        taskDefinitionArn: `${FAMILY}:${revision}` as const,
        registeredAt: revision * 1000,
      },
      use: use({ revision, taskDefinitionArn: `${FAMILY}:${revision}` }),
    }));
    if (six === undefined || seven === undefined) throw new Error('expected two revisions');
    const { registeredAt: _, ...old } = six.definition;
    const familiesIn = (...taskDefinitions: readonly TaskDefinition[]) =>
      tasksOf({ ...region([]), taskDefinitions }, six.use, seven.use).families;
    expect(familiesIn(six.definition, seven.definition)).toMatchObject([{ since: 6000 }]);
    expect(familiesIn(old, seven.definition)[0]).not.toHaveProperty('since');
    // A revision in between had another role: the older one says nothing of today.
    const between = { ...six.definition, revision: 6.5 };
    expect(familiesIn(six.definition, between, seven.definition)).toMatchObject([{ since: 7000 }]);
  });

  it('names families once, and the Regions of which not all tasks are known', () => {
    const found = tasksOf(region([], ['*']), use(), use({ revision: 6 }), use({ family: 'cron' }));
    expect(found.families.map(({ family, revisions }) => [family, revisions])).toEqual([
      ['api', [6, 7]],
      ['cron', [7]],
    ]);
    expect(found.unlisted).toEqual(['eu-west-1']);
    expect(tasksOf(region([]), use()).unlisted).toEqual([]);
    // A Region whose definitions are not known may hold one that names the role.
    expect(tasksOf(region([], ['*'])).unlisted).toEqual(['eu-west-1']);
  });
});
