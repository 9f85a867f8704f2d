import { z } from 'zod';
import type { EpochMs } from '../base/time.ts';
import type { GrantChange } from '../cloudtrail/observation.ts';

const text = z.string().nullable();
const parts = z.union([
  z.tuple([z.string(), text, text, text]),
  z.tuple([z.string(), text, text, text, z.array(z.string()), text]),
]);

/** A change of grants without its time, as a text. */
export function grantChangeKey({ eventName, roleName, policyArn, policy, endingTags, by }: GrantChange): string {
  const tagged = endingTags === undefined ? [] : [endingTags, by ?? null];
  return JSON.stringify([eventName, roleName ?? null, policyArn ?? null, policy ?? null, ...tagged]);
}

/**
 * The change again.
 *
 * @throws {Error} when the text is no key
 */
export function parseGrantChange(key: string, at: EpochMs): GrantChange {
  const [eventName, roleName, policyArn, policy, endingTags, by] = parts.parse(JSON.parse(key));
  return {
    at,
    eventName,
    ...(roleName === null ? {} : { roleName }),
    ...(policyArn === null ? {} : { policyArn }),
    ...(policy === null ? {} : { policy }),
    ...(endingTags === undefined ? {} : { endingTags }),
    ...(by === undefined || by === null ? {} : { by }),
  };
}
