import type { JsonObject } from '../wire/json.ts';

/** Sends a container's output to CloudWatch Logs. */
export function awslogs(family: string, region: string, more: JsonObject = {}): JsonObject {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': `/ecs/${family}`,
      'awslogs-region': region,
      'awslogs-stream-prefix': 'ecs',
      ...more,
    },
  };
}
