import type { Service } from '@aws-sdk/client-ecs';
import type { EpochMs } from '../../base/time.ts';

/** Something that a service says of itself. */
export interface ServiceWord {
  readonly at: EpochMs;
  readonly text: string;
}

/** Why deployments of a service failed, and its events, newest first; deployments come first. */
export function serviceWords({ deployments = [], events = [] }: Service): readonly ServiceWord[] {
  const failed = deployments
    .filter(({ rolloutState }) => rolloutState === 'FAILED')
    .map(({ rolloutStateReason = '', updatedAt }) => ({ at: updatedAt?.getTime() ?? 0, text: rolloutStateReason }));
  const said = events.map(({ message = '', createdAt }) => ({ at: createdAt?.getTime() ?? 0, text: message }));
  return [...failed, ...said].filter(({ text }) => text !== '');
}
