import {
  DescribeDaemonTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListDaemonTaskDefinitionsCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import type { Result } from '../../base/result.ts';
import { parseTaskDefinition, type TaskDefinition } from '../../ecs/task-definition.ts';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import type { EcsRegion } from './ecs-region.ts';

/** The largest page that ListTaskDefinitions gives. */
const PAGE = 100;

/** Pages of the ARNs of every ACTIVE revision of every family. */
export function activeTaskDefinitions(ecs: EcsRegion): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    callApi(
      () => {
        const request = new ListTaskDefinitionsCommand({ status: 'ACTIVE', maxResults: PAGE, nextToken });
        return ecs.client.send(request, abortOptions(ecs.signal));
      },
      (answer): Page<string> => ({
        items: requireField(answer.taskDefinitionArns, 'taskDefinitionArns'),
        next: answer.nextToken,
      }),
      ecs.taskDefinitionReads,
      ecs.signal,
    ),
  );
}

/** Pages of the ARNs of every ACTIVE daemon task definition, which ListTaskDefinitions does not list. */
export function activeDaemonTaskDefinitions(ecs: EcsRegion): AsyncGenerator<readonly string[]> {
  return pages((nextToken) =>
    callApi(
      () => {
        const request = new ListDaemonTaskDefinitionsCommand({ status: 'ACTIVE', maxResults: PAGE, nextToken });
        return ecs.client.send(request, abortOptions(ecs.signal));
      },
      (answer): Page<string> => ({
        items: requireField(answer.daemonTaskDefinitions, 'daemonTaskDefinitions').map((one) =>
          requireField(one.arn, 'arn'),
        ),
        next: answer.nextToken,
      }),
      ecs.taskDefinitionReads,
      ecs.signal,
    ),
  );
}

export function isDaemonTaskDefinition(arn: string): boolean {
  return arn.includes(':daemon-task-definition/');
}

/** Reads one revision of either kind, whatever its status. Throws where ECS does not give it. */
export function describeTaskDefinition(ecs: EcsRegion, arn: string): Promise<Result<TaskDefinition>> {
  return isDaemonTaskDefinition(arn) ? describeDaemon(ecs, arn) : describeOrdinary(ecs, arn);
}

function describeOrdinary(ecs: EcsRegion, arn: string): Promise<Result<TaskDefinition>> {
  return callApi(
    () => {
      const request = new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] });
      return ecs.client.send(request, abortOptions(ecs.signal));
    },
    (answer) => {
      requireField(answer.taskDefinition?.taskDefinitionArn, 'taskDefinition.taskDefinitionArn');
      return parseTaskDefinition(answer, ecs.region);
    },
    ecs.taskDefinitionReads,
    ecs.signal,
  );
}

function describeDaemon(ecs: EcsRegion, arn: string): Promise<Result<TaskDefinition>> {
  return callApi(
    () => {
      const request = new DescribeDaemonTaskDefinitionCommand({ daemonTaskDefinition: arn });
      return ecs.client.send(request, abortOptions(ecs.signal));
    },
    (answer) => {
      requireField(
        answer.daemonTaskDefinition?.daemonTaskDefinitionArn,
        'daemonTaskDefinition.daemonTaskDefinitionArn',
      );
      return parseTaskDefinition(answer, ecs.region);
    },
    ecs.taskDefinitionReads,
    ecs.signal,
  );
}
