import type { ContainerDefinition, TaskDefinition } from '../task-definition.ts';
import { hasNoInstanceRole, INSTANCE_ROLE_NOTE, type Place, type Requirement, requirements } from './requirement.ts';
import { readingOf, storedValue } from './secret.ts';

/** What sending logs takes from the execution role: the awslogs driver, and secrets that any driver's options name. */
export function requiredByLogs(definition: TaskDefinition, place: Place): readonly Requirement[] {
  return definition.containerDefinitions.flatMap((container, index) => {
    const field = `containerDefinitions[${index}].logConfiguration`;
    return [...awslogs(container, definition, place, field), ...secretOptions(container, place, field)];
  });
}

function secretOptions(container: ContainerDefinition, place: Place, field: string): readonly Requirement[] {
  const secrets = container.logConfiguration?.secretOptions ?? [];
  return secrets.flatMap((secret, index) =>
    readingOf(storedValue(secret.valueFrom, place, 'ssm'), `${field}.secretOptions[${index}].valueFrom`),
  );
}

/** "Send Amazon ECS logs to CloudWatch": creating the group only where asked; the Region may be another. */
function awslogs(container: ContainerDefinition, definition: TaskDefinition, place: Place, field: string) {
  const log = container.logConfiguration;
  if (log?.logDriver !== 'awslogs') return [];
  const region = log.options['awslogs-region'] ?? place.region;
  const group = log.options['awslogs-group'] ?? '*';
  const sure = hasNoInstanceRole(definition);
  const common = {
    job: 'execution',
    resources: [`arn:${place.partition}:logs:${region}:${place.accountId}:log-group:${group}:*`],
    certainty: sure ? 'certain' : 'possible',
    ...(sure ? {} : { note: INSTANCE_ROLE_NOTE }),
  } as const;
  const create = log.options['awslogs-create-group']?.toLowerCase() === 'true';
  return [
    ...requirements(['logs:CreateLogStream', 'logs:PutLogEvents'], { ...common, field: `${field}.logDriver` }),
    ...(create
      ? requirements(['logs:CreateLogGroup'], { ...common, field: `${field}.options.awslogs-create-group` })
      : []),
  ];
}
