import type { Service } from '@aws-sdk/client-ecs';
import { getOrInsert } from '../../base/get-or-insert.ts';
import { nameAtEnd } from '../../base/name-at-end.ts';
import { LAUNCH_TYPES, type LaunchType } from '../../ecs/launch-type.ts';
import { parseLogConfiguration } from '../../ecs/task-definition.ts';
import type { TaskDefinitionArn } from '../../ecs/task-definition-arn.ts';
import type { Running } from './ecs-running.ts';
import { arnIn } from './ecs-task-definitions.ts';
import { serviceWords } from './stopped-reasons.ts';

/** During a deployment a service runs several definitions at once. */
export function noteService(service: Service, running: Running): void {
  for (const part of [service, ...(service.deployments ?? []), ...(service.taskSets ?? [])]) {
    if (part.taskDefinition === undefined || part.taskDefinition === '') continue;
    const arn = arnIn(part.taskDefinition);
    running.taskDefinitionArns.add(arn);
    if (service.enableExecuteCommand === true) running.execEnabled.add(arn);
    noteLaunch(arn, part.launchType, running);
    for (const { capacityProvider } of part.capacityProviderStrategy ?? []) {
      // Whether a provider of another name has EC2 or managed instances, the service does not say.
      if (capacityProvider !== undefined && FARGATE_PROVIDER.test(capacityProvider))
        noteLaunch(arn, 'FARGATE', running);
    }
  }
}

const FARGATE_PROVIDER = /^FARGATE(_SPOT)?$/;

/** On what a service or task launches a definition; what this program does not know is left out. */
export function noteLaunch(arn: TaskDefinitionArn, stated: string | undefined, running: Running): void {
  const launchType = LAUNCH_TYPES.find((known) => known === stated);
  if (launchType !== undefined) getOrInsert(running.launches, arn, () => new Set<LaunchType>()).add(launchType);
}

/** What the proxies log, and where: of each deployment, since several run at once while one replaces another. */
export function noteServiceConnect(service: Service, running: Running, onProblem: (error: Error) => void): void {
  for (const { taskDefinition, serviceConnectConfiguration } of service.deployments ?? []) {
    const log = serviceConnectConfiguration?.logConfiguration;
    if (serviceConnectConfiguration?.enabled !== true || log === undefined || taskDefinition === undefined) continue;
    const parsed = parseLogConfiguration(log);
    if (!parsed.ok) {
      onProblem(new Error(parsed.problem));
      continue;
    }
    const name = service.serviceName ?? nameAtEnd(service.serviceArn ?? '');
    running.serviceConnectLogs.push({
      taskDefinitionArn: arnIn(taskDefinition),
      service: name,
      logConfiguration: parsed.value,
    });
  }
}

/** What the service says of each failed deployment, and of its tasks since the newest deployment began. */
export function noteServiceWords(service: Service, running: Running): void {
  for (const deployment of service.deployments ?? []) {
    if (deployment.taskDefinition === undefined) continue;
    const isNewest = deployment.status === 'PRIMARY';
    const since = deployment.createdAt?.getTime() ?? Number.POSITIVE_INFINITY;
    const words = serviceWords({ deployments: [deployment], ...(isNewest && { events: service.events }) });
    const taskDefinitionArn = arnIn(deployment.taskDefinition);
    running.serviceWords.push(...words.filter(({ at }) => at >= since).map((word) => ({ ...word, taskDefinitionArn })));
  }
}
