import { ECSClient } from '@aws-sdk/client-ecs';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import type { Region } from '../../base/region.ts';
import { awsErrorName, kindOfAwsError } from '../client/aws-error.ts';
import { CLUSTER_READS, TASK_DEFINITION_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** One Region's ECS and a rate limiter for each of its kinds of reads; ECS counts each kind for itself, per account and Region. */
export interface EcsRegion {
  readonly region: Region;
  readonly client: ECSClient;
  readonly signal: AbortSignal | undefined;
  readonly taskDefinitionReads: RateLimiter;
  readonly clusterReads: RateLimiter;
  readonly serviceReads: RateLimiter;
}

export function openEcsRegion(session: AwsSession, region: Region): EcsRegion {
  return {
    region,
    client: session.client(ECSClient, region),
    signal: session.signal,
    taskDefinitionReads: session.rateLimiter(TASK_DEFINITION_READS),
    clusterReads: session.rateLimiter(CLUSTER_READS),
    serviceReads: session.rateLimiter(CLUSTER_READS),
  };
}

/** Told of everything that could not be read of a Region. */
export type OnIncomplete = (what: string, error: unknown, action: string) => void;

const NO_SUCH_OPERATION = new Set([
  'UnknownOperationException',
  'UnknownOperation',
  'UnsupportedFeatureException',
  'InvalidAction',
]);

/** True where the endpoint's ECS does not have the operation: then there are no daemons, and nothing is lost. */
export async function lacksOperation(ecs: EcsRegion, error: unknown): Promise<boolean> {
  if (NO_SUCH_OPERATION.has(awsErrorName(error))) return true;
  // Servers that stand in for AWS answer what they do not implement with a web page.
  if (kindOfAwsError(error) !== 'server' || !isWebPage(error)) return false;
  const hostname = await configuredHostname(ecs.client);
  return hostname !== undefined && !/\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/.test(hostname);
}

/** The host given in code, or by AWS_ENDPOINT_URL and its like; undefined where the SDK chooses AWS's own. */
async function configuredHostname({ config }: ECSClient): Promise<string | undefined> {
  const inCode = await config.endpoint?.();
  if (inCode !== undefined) return inCode.hostname;
  const configured = await config.serviceConfiguredEndpoint?.();
  return configured === undefined ? undefined : URL.parse(configured)?.hostname;
}

function isWebPage(error: unknown): boolean {
  const { $response: response } = error as { $response?: { headers?: Record<string, string> } };
  return response?.headers?.['content-type']?.startsWith('text/html') === true;
}
