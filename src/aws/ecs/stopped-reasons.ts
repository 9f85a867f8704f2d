import type { Service } from '@aws-sdk/client-ecs';
import type { ServiceWord } from '../../ecs/inventory.ts';

/** Why deployments of a service failed, and its events, newest first; deployments come first. */
export function serviceWords({
  deployments = [],
  events = [],
}: Pick<Service, 'deployments' | 'events'>): readonly Pick<ServiceWord, 'at' | 'text'>[] {
  const failed = deployments
    .filter(({ rolloutState }) => rolloutState === 'FAILED')
    .map(({ rolloutStateReason = '', updatedAt }) => ({ at: updatedAt?.getTime() ?? 0, text: rolloutStateReason }));
  const said = events.map(({ message = '', createdAt }) => ({ at: createdAt?.getTime() ?? 0, text: message }));
  return [...failed, ...said].filter(({ text }) => text !== '');
}
