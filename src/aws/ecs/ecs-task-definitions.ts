import {
  DescribeDaemonTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListDaemonTaskDefinitionsCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import type { Result } from '../../base/result.ts';
import { parseTaskDefinition, type TaskDefinition } from '../../ecs/task-definition.ts';
import { parseTaskDefinitionArn, type TaskDefinitionArn } from '../../ecs/task-definition-arn.ts';
import { abortOptions, callApi, type Page, pages, requireField, requireParsed } from '../client/call-api.ts';
import type { EcsRegion } from './ecs-region.ts';

/** The largest page that ListTaskDefinitions gives. */
const PAGE = 100;

/** Pages of the ARNs of every ACTIVE revision of every family. */
export function activeTaskDefinitions(ecs: EcsRegion): AsyncGenerator<readonly TaskDefinitionArn[]> {
  return pages((nextToken) =>
    callApi(
      () => {
        const request = new ListTaskDefinitionsCommand({ status: 'ACTIVE', maxResults: PAGE, nextToken });
        return ecs.client.send(request, abortOptions(ecs.signal));
      },
      (answer): Page<TaskDefinitionArn> => ({
        items: requireField(answer.taskDefinitionArns, 'taskDefinitionArns').map(arnIn),
        next: answer.nextToken,
      }),
      ecs.taskDefinitionReads,
      ecs.signal,
    ),
  );
}

/** Pages of the ARNs of every ACTIVE daemon task definition, which ListTaskDefinitions does not list. */
export function activeDaemonTaskDefinitions(ecs: EcsRegion): AsyncGenerator<readonly TaskDefinitionArn[]> {
  return pages((nextToken) =>
    callApi(
      () => {
        const request = new ListDaemonTaskDefinitionsCommand({ status: 'ACTIVE', maxResults: PAGE, nextToken });
        return ecs.client.send(request, abortOptions(ecs.signal));
      },
      (answer): Page<TaskDefinitionArn> => ({
        items: requireField(answer.daemonTaskDefinitions, 'daemonTaskDefinitions').map((one) =>
          arnIn(requireField(one.arn, 'arn')),
        ),
        next: answer.nextToken,
      }),
      ecs.taskDefinitionReads,
      ecs.signal,
    ),
  );
}

/**
 * The ARN of a revision in an answer of ECS.
 *
 * @throws {MalformedAnswer} when it is none
 */
export function arnIn(text: string): TaskDefinitionArn {
  return requireParsed(parseTaskDefinitionArn(text));
}

/** Whether an ARN is that of a daemon's task definition. */
export function isDaemonTaskDefinition(arn: TaskDefinitionArn): boolean {
  return arn.includes(':daemon-task-definition/');
}

/** Reads one revision of either kind, whatever its status. Throws where ECS does not give it. */
export function describeTaskDefinition(ecs: EcsRegion, arn: TaskDefinitionArn): Promise<Result<TaskDefinition>> {
  return isDaemonTaskDefinition(arn) ? describeDaemon(ecs, arn) : describeOrdinary(ecs, arn);
}

function describeOrdinary(ecs: EcsRegion, arn: TaskDefinitionArn): Promise<Result<TaskDefinition>> {
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

function describeDaemon(ecs: EcsRegion, arn: TaskDefinitionArn): Promise<Result<TaskDefinition>> {
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
