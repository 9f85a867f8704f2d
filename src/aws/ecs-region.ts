import { ECSClient } from '@aws-sdk/client-ecs';
import { awsErrorName } from './aws-error.ts';
import { CLUSTER_READS, type Pace, paceAt, TASK_DEFINITION_READS } from './pace.ts';
import type { AwsSession } from './session.ts';

/** One Region's ECS and the paces of its kinds of reads; ECS counts each kind for itself, per account and Region. */
export interface EcsRegion {
  readonly region: string;
  readonly client: ECSClient;
  readonly signal: AbortSignal | undefined;
  readonly taskDefinitionReads: Pace;
  readonly clusterReads: Pace;
  readonly serviceReads: Pace;
}

export function openEcsRegion(session: AwsSession, region: string): EcsRegion {
  return {
    region,
    client: session.client(ECSClient, region),
    signal: session.signal,
    taskDefinitionReads: paceAt(TASK_DEFINITION_READS),
    clusterReads: paceAt(CLUSTER_READS),
    serviceReads: paceAt(CLUSTER_READS),
  };
}

/** Told of everything that could not be read of a Region. */
export type Lose = (what: string, error: unknown, action: string) => void;

const NO_SUCH_OPERATION = new Set([
  'UnknownOperationException',
  'UnknownOperation',
  'UnsupportedFeatureException',
  'InvalidAction',
]);

/** True where the Region's ECS does not have the operation: then there are no daemons, and nothing is lost. */
export function knowsNoSuchOperation(error: unknown): boolean {
  return NO_SUCH_OPERATION.has(awsErrorName(error));
}
