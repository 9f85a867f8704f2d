import { jsonService } from '../wire/json-service.ts';
import { clusterOperations } from './ecs-clusters.ts';
import { daemonOperations } from './ecs-daemons.ts';
import { taskDefinitionOperations } from './ecs-task-definitions.ts';

/** Amazon ECS: task definitions, and what runs them. */
export const ecs = jsonService({
  name: 'ecs',
  refusal: 'InvalidParameterException',
  failure: 'ServerException',
  operations: { ...taskDefinitionOperations, ...clusterOperations, ...daemonOperations },
});
