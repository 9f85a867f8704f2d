import type { Region } from '../../src/base/region.ts';
import type { RegionInventory, RunningTask } from '../../src/ecs/inventory.ts';
import { parseTaskDefinition, type TaskDefinition } from '../../src/ecs/task-definition.ts';
import type { TaskDefinitionArn } from '../../src/ecs/task-definition-arn.ts';
import { type CallKind, targetAt } from './call-kind.ts';
import { arnOfRole } from './record.ts';
import { ACCOUNT, namedBy } from './resources.ts';
import type { TruthAccount } from './truth-account.ts';
import type { Workload } from './workload.ts';

/** What ECS says of a Region at a time. */
export function inventoryOf({ workloads }: TruthAccount, region: Region, now: number): RegionInventory {
  const here = workloads.filter((one) => one.kind !== 'function' && [one.region, ...one.standby].includes(region));
  return {
    region,
    taskDefinitions: here.map((workload) => definitionOf(workload, region)),
    overrides: [],
    runningTasks: here.filter((one) => one.region === region).flatMap((workload) => runningOf(workload, now)),
    execEnabled: [],
    unreadTaskDefinitions: [],
    incomplete: [],
  };
}

function definitionArn({ family, revision }: Workload, region: string): TaskDefinitionArn {
  return `arn:aws:ecs:${region}:${ACCOUNT}:task-definition/${family}:${revision}` as TaskDefinitionArn;
}

function definitionOf(workload: Workload, region: Region): TaskDefinition {
  const { family, revision, taskRole, executionRole, byAgent } = workload;
  const named = (operation: string): readonly (readonly [kind: CallKind, arn: string, name: string])[] =>
    byAgent
      .filter((kind) => kind.operation === operation)
      .flatMap((kind) => {
        const target = targetAt(kind, region, 0, 1);
        const arn = namedBy(operation)?.arn(target);
        return arn === undefined ? [] : [[kind, arn, target.name] as const];
      });
  const [image] = named('ecr:BatchGetImage');
  const [group] = named('logs:CreateLogStream');
  const secrets = [...named('secretsmanager:GetSecretValue'), ...named('ssm:GetParameters')];
  const parsed = parseTaskDefinition(
    {
      taskDefinition: {
        taskDefinitionArn: definitionArn(workload, region),
        family,
        revision,
        status: 'ACTIVE',
        ...(taskRole !== undefined && { taskRoleArn: arnOfRole(taskRole) }),
        ...(executionRole !== undefined && { executionRoleArn: arnOfRole(executionRole) }),
        requiresCompatibilities: ['FARGATE'],
        compatibilities: ['EC2', 'FARGATE'],
        containerDefinitions: [
          {
            name: 'app',
            image: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${image?.[2] ?? 'app'}:1`,
            secrets: secrets.map(([, valueFrom], index) => ({ name: `SECRET_${index}`, valueFrom })),
            ...(group && {
              logConfiguration: {
                logDriver: 'awslogs',
                options: { 'awslogs-group': group[2], 'awslogs-region': region, 'awslogs-stream-prefix': 'app' },
              },
            }),
          },
        ],
      },
      tags: [],
    },
    region,
  );
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

function runningOf(workload: Workload, now: number): readonly RunningTask[] {
  const { kind, starts, lasts, endedAt = Number.POSITIVE_INFINITY, region, family } = workload;
  if (now >= endedAt) return [];
  const last = starts.findLast(({ at }) => at <= now);
  if (last === undefined || last.at + lasts <= now || kind === 'idle') return [];
  return [
    {
      taskId: last.taskId,
      taskDefinitionArn: definitionArn(workload, region),
      family,
      startedAt: last.at,
      ...(kind === 'cron' ? {} : { service: `${family} of main` }),
    },
  ];
}
