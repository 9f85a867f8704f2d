import { z } from 'zod';
import { type Join, joinByRank } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { GrantChange } from '../cloudtrail/observation.ts';

/** When a change was last made, and by whom: not in its key, as sessions of one caller may be many. */
export interface LatestChange {
  readonly at: EpochMs;
  readonly by?: string;
}

/** The later of two. */
export const joinChanges: Join<LatestChange> = joinByRank(({ at }) => at);

const text = z.string().nullable();
const parts = z.union([
  z.tuple([z.string(), text, text, text]),
  z.tuple([z.string(), text, text, text, z.array(z.string())]),
]);

/** A change of grants without its time and author, as a text. */
export function grantChangeKey({ eventName, roleName, policyArn, policy, endingTags }: GrantChange): string {
  const tagged = endingTags === undefined ? [] : [endingTags];
  return JSON.stringify([eventName, roleName ?? null, policyArn ?? null, policy ?? null, ...tagged]);
}

/**
 * The change again.
 *
 * @throws {Error} when the text is no key
 */
export function parseGrantChange(key: string, { at, by }: LatestChange): GrantChange {
  const [eventName, roleName, policyArn, policy, endingTags] = parts.parse(JSON.parse(key));
  return {
    at,
    eventName,
    ...(roleName === null ? {} : { roleName }),
    ...(policyArn === null ? {} : { policyArn }),
    ...(policy === null ? {} : { policy }),
    ...(endingTags === undefined ? {} : { endingTags }),
    ...(by === undefined ? {} : { by }),
  };
}
