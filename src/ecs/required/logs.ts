import type { ServiceConnectLogs } from '../inventory.ts';
import type { LogConfiguration, TaskDefinition } from '../task-definition.ts';
import {
  hasNoInstanceRole,
  INSTANCE_ROLE_NOTE,
  type Launch,
  type Place,
  type Requirement,
  requirements,
} from './requirement.ts';
import { readingOf, storedValue } from './secret.ts';

/** What sending logs takes from the execution role: the awslogs driver, and secrets that any driver's options name. */
export function requiredByLogs(definition: TaskDefinition, place: Place, launch: Launch): readonly Requirement[] {
  return definition.containerDefinitions.flatMap(({ logConfiguration }, index) =>
    logConfiguration === undefined
      ? []
      : logging(logConfiguration, launch, place, `containerDefinitions[${index}].logConfiguration`),
  );
}

/** The same of the Service Connect proxies that services add to the definition's tasks ("ServiceConnectConfiguration", Amazon ECS API Reference). */
export function requiredByServiceConnect(
  proxies: readonly ServiceConnectLogs[],
  place: Place,
  launch: Launch,
): readonly Requirement[] {
  return proxies.flatMap(({ service, logConfiguration }) =>
    logging(logConfiguration, launch, place, `serviceConnectConfiguration.logConfiguration of service ${service}`),
  );
}

function logging(log: LogConfiguration, launch: Launch, place: Place, field: string): readonly Requirement[] {
  return [...awslogs(log, launch, place, field), ...secretOptions(log, place, field)];
}

function secretOptions(log: LogConfiguration, place: Place, field: string): readonly Requirement[] {
  return log.secretOptions.flatMap((secret, index) =>
    readingOf(storedValue(secret.valueFrom, place, 'ssm'), place, `${field}.secretOptions[${index}].valueFrom`),
  );
}

/** "Send Amazon ECS logs to CloudWatch": creating the group only where asked; the Region may be another. */
function awslogs(log: LogConfiguration, launch: Launch, place: Place, field: string) {
  if (log.logDriver !== 'awslogs') return [];
  const region = log.options['awslogs-region'] ?? place.region;
  const group = log.options['awslogs-group'] ?? '*';
  const sure = hasNoInstanceRole(launch);
  const common = {
    job: 'execution',
    resources: [`arn:${place.partition}:logs:${region}:${place.accountId}:log-group:${group}:*`],
    certainty: sure ? 'certain' : 'possible',
    ...(sure ? {} : { note: INSTANCE_ROLE_NOTE }),
  } as const;
  const create = /^(1|t|true)$/i.test(log.options['awslogs-create-group'] ?? '');
  return [
    ...requirements(['logs:CreateLogStream', 'logs:PutLogEvents'], { ...common, field: `${field}.logDriver` }),
    ...(create
      ? requirements(['logs:CreateLogGroup'], { ...common, field: `${field}.options.awslogs-create-group` })
      : []),
  ];
}
