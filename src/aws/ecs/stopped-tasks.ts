import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import { parseStoppedTask } from '../../ecs/stopped-task.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { EcsRegion } from './ecs-region.ts';
import type { Running } from './ecs-running.ts';

/** What DescribeTasks says of tasks, at most 100, by ARN or id; without those that are gone. */
export function describeTasks(ecs: EcsRegion, cluster: string, tasks: readonly string[]): Promise<readonly Task[]> {
  return callApi(
    () => ecs.client.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] }), abortOptions(ecs.signal)),
    (answer) => requireField(answer.tasks, 'tasks'),
    ecs.clusterReads,
    ecs.signal,
  );
}

/** The tasks of a cluster, or of one of its services, that stopped a short while ago, at most 100. */
export async function stoppedTasksOf(ecs: EcsRegion, cluster: string, serviceName?: string): Promise<readonly Task[]> {
  const arns = await callApi(
    () =>
      ecs.client.send(
        new ListTasksCommand({ cluster, serviceName, desiredStatus: 'STOPPED', maxResults: 100 }),
        abortOptions(ecs.signal),
      ),
    (answer) => requireField(answer.taskArns, 'taskArns'),
    ecs.clusterReads,
    ecs.signal,
  );
  return arns.length === 0 ? [] : describeTasks(ecs, cluster, arns);
}

/**
 * How a task stops by itself. The reason of one that was stopped is whatever its stopper wrote ("StopTask", Amazon ECS API reference): it proves
 * nothing.
 */
const BY_ITSELF: ReadonlySet<string> = new Set(['TaskFailedToStart', 'EssentialContainerExited']);

/** Adds a cluster's stopped tasks: a hundred tell of a loop of thousands as well. */
export async function noteStoppedTasks(ecs: EcsRegion, cluster: string, running: Running): Promise<void> {
  for (const task of await stoppedTasksOf(ecs, cluster)) {
    const parsed = parseStoppedTask(task);
    if (parsed.ok && BY_ITSELF.has(parsed.value.stopCode)) running.stoppedTasks.push(parsed.value);
  }
}

/** A service with its events and deployments; undefined where the cluster has none of that name. */
export async function describeService(ecs: EcsRegion, cluster: string, service: string): Promise<Service | undefined> {
  const services = await callApi(
    () => ecs.client.send(new DescribeServicesCommand({ cluster, services: [service] }), abortOptions(ecs.signal)),
    (answer) => requireField(answer.services, 'services'),
    ecs.serviceReads,
    ecs.signal,
  );
  return services[0];
}
