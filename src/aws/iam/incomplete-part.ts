import type { Incomplete } from '../../base/incomplete.ts';
import { toIncomplete } from '../client/aws-error.ts';

/** Something of a role that could not be read, named in front of the reason. */
export type Unread = Pick<Incomplete, 'why' | 'missing'>;

/** States what of a role could not be read, and why. */
export function incompletePart(part: string, error: unknown, action: string | undefined): Unread {
  const { why, missing } = toIncomplete(part, error, action === undefined ? undefined : { action });
  return { why: `${part}: ${why}`, ...(missing && { missing }) };
}
