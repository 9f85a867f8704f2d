import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type Failure,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import pLimit from 'p-limit';
import { nameAtEnd } from '../../base/name-at-end.ts';
import type { Region } from '../../base/region.ts';
import type { RunningTask } from '../../ecs/inventory.ts';
import type { RoleJob } from '../../ecs/role-use.ts';
import { familyAndRevisionOf } from '../../ecs/task-definition-arn.ts';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import { readDaemons } from './ecs-daemons.ts';
import type { EcsRegion, OnIncomplete } from './ecs-region.ts';
import type { Running } from './ecs-running.ts';
import { arnIn } from './ecs-task-definitions.ts';
import { noteLaunch, noteService, noteServiceConnect, noteServiceWords } from './note-service.ts';
import { noteStoppedTasks } from './stopped-tasks.ts';

const CLUSTERS_AT_ONCE = 8;
/** "You may specify up to 10 services to describe in a single operation." */
const SERVICES_PER_CALL = 10;

/** Walks every cluster. A cluster that cannot be read is told to `onIncomplete`; the others are read all the same. */
export async function readRunning(ecs: EcsRegion, onIncomplete: OnIncomplete): Promise<Running> {
  const running: Running = {
    taskDefinitionArns: new Set(),
    execEnabled: new Set(),
    overrides: [],
    runningTasks: [],
    stoppedTasks: [],
    serviceWords: [],
    serviceConnectLogs: [],
    launches: new Map(),
  };
  const limit = pLimit(CLUSTERS_AT_ONCE);
  const clusters: string[] = [];
  try {
    for await (const page of listClusters(ecs)) clusters.push(...page);
  } catch (error) {
    onIncomplete(`clusters in ${ecs.region}`, error, 'ecs:ListClusters');
  }
  await limit.map(clusters, async (cluster) => {
    await readServices(ecs, cluster, running, onIncomplete);
    await readTasks(ecs, cluster, running, onIncomplete);
    await readDaemons(ecs, cluster, running, onIncomplete);
  });
  return running;
}

function listClusters(ecs: EcsRegion): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    callApi(
      () => ecs.client.send(new ListClustersCommand({ maxResults: 100, nextToken }), abortOptions(ecs.signal)),
      (answer): Page<string> => ({ items: requireField(answer.clusterArns, 'clusterArns'), next: answer.nextToken }),
      ecs.clusterReads,
      ecs.signal,
    ),
  );
}

async function readServices(
  ecs: EcsRegion,
  cluster: string,
  running: Running,
  onIncomplete: OnIncomplete,
): Promise<void> {
  let action = 'ecs:ListServices';
  try {
    for await (const page of listServices(ecs, cluster)) {
      action = 'ecs:DescribeServices';
      for (let start = 0; start < page.length; start += SERVICES_PER_CALL) {
        const answer = await callApi(
          () => {
            const services = page.slice(start, start + SERVICES_PER_CALL);
            return ecs.client.send(new DescribeServicesCommand({ cluster, services }), abortOptions(ecs.signal));
          },
          ({ services, failures }) => ({ services: requireField(services, 'services'), failures }),
          ecs.serviceReads,
          ecs.signal,
        );
        for (const service of answer.services) {
          noteService(service, running);
          noteServiceWords(service, running);
          noteServiceConnect(service, running, (error) =>
            onIncomplete(`Service Connect of ${service.serviceArn}`, error, action),
          );
        }
        reportFailures(answer.failures, `services of ${cluster}`, action, onIncomplete);
      }
      action = 'ecs:ListServices';
    }
  } catch (error) {
    onIncomplete(`services of ${cluster}`, error, action);
  }
}

function listServices(ecs: EcsRegion, cluster: string): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    callApi(
      () => ecs.client.send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }), abortOptions(ecs.signal)),
      (answer): Page<string> => ({ items: requireField(answer.serviceArns, 'serviceArns'), next: answer.nextToken }),
      ecs.serviceReads,
      ecs.signal,
    ),
  );
}

async function readTasks(ecs: EcsRegion, cluster: string, running: Running, onIncomplete: OnIncomplete): Promise<void> {
  let action = 'ecs:ListTasks';
  try {
    for await (const tasks of listTasks(ecs, cluster)) {
      if (tasks.length === 0) continue;
      action = 'ecs:DescribeTasks';
      const answer = await callApi(
        () => ecs.client.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] }), abortOptions(ecs.signal)),
        (described) => ({ tasks: requireField(described.tasks, 'tasks'), failures: described.failures }),
        ecs.clusterReads,
        ecs.signal,
      );
      for (const task of answer.tasks) noteTask(ecs.region, task, running);
      reportFailures(answer.failures, `tasks of ${cluster}`, action, onIncomplete);
      action = 'ecs:ListTasks';
    }
    await noteStoppedTasks(ecs, cluster, running);
  } catch (error) {
    onIncomplete(`tasks of ${cluster}`, error, action);
  }
}

/** Tasks whose desired status is RUNNING, which those still starting have too. */
function listTasks(ecs: EcsRegion, cluster: string): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    callApi(
      () => ecs.client.send(new ListTasksCommand({ cluster, maxResults: 100, nextToken }), abortOptions(ecs.signal)),
      (answer): Page<string> => ({ items: requireField(answer.taskArns, 'taskArns'), next: answer.nextToken }),
      ecs.clusterReads,
      ecs.signal,
    ),
  );
}

function noteTask(region: Region, task: Task, running: Running): void {
  const { taskArn } = task;
  if (taskArn === undefined || task.taskDefinitionArn === undefined) return;
  const taskDefinitionArn = arnIn(task.taskDefinitionArn);
  running.taskDefinitionArns.add(taskDefinitionArn);
  const { family } = familyAndRevisionOf(taskDefinitionArn);
  if (task.enableExecuteCommand === true) running.execEnabled.add(taskDefinitionArn);
  noteLaunch(taskDefinitionArn, task.launchType, running);
  const taskRoleArn = task.overrides?.taskRoleArn;
  const executionRoleArn = task.overrides?.executionRoleArn;
  const overrides: RoleJob[] = [
    ...(taskRoleArn ? ['task' as const] : []),
    ...(executionRoleArn ? ['execution' as const] : []),
  ];
  const service = serviceOf(task);
  running.runningTasks.push({
    taskId: nameAtEnd(taskArn),
    taskDefinitionArn,
    family,
    ...(task.startedAt === undefined ? {} : { startedAt: task.startedAt.getTime() }),
    ...(service === undefined ? {} : { service }),
    ...(overrides.length === 0 ? {} : { overrides }),
    ...hostOf(task),
  });
  if (!taskRoleArn && !executionRoleArn) return;
  running.overrides.push({
    region,
    taskArn,
    taskDefinitionArn,
    ...(taskRoleArn ? { taskRoleArn } : {}),
    ...(executionRoleArn ? { executionRoleArn } : {}),
  });
}

function hostOf({ clusterArn: cluster, containerInstanceArn: containerInstance }: Task): Pick<RunningTask, 'host'> {
  return cluster === undefined || containerInstance === undefined ? {} : { host: { cluster, containerInstance } };
}

/** "The name of the task group that's associated with the task": `service:NAME` where a service started it ("Task", Amazon ECS API reference). */
function serviceOf({ group, clusterArn }: Task): string | undefined {
  const name = /^service:(.+)$/.exec(group ?? '')?.[1];
  if (name === undefined) return undefined;
  return clusterArn === undefined ? name : `${name} of ${nameAtEnd(clusterArn)}`;
}

/** A service or task that is gone by now (MISSING) leaves nothing incomplete; any other failure is. */
function reportFailures(
  failures: readonly Failure[] | undefined,
  what: string,
  action: string,
  onIncomplete: OnIncomplete,
): void {
  const failure = failures?.find((one) => one.reason !== 'MISSING');
  if (failure === undefined) return;
  onIncomplete(
    what,
    new Error(`${failure.arn ?? 'one of them'}: ${failure.reason ?? failure.detail ?? 'no reason given'}`),
    action,
  );
}
