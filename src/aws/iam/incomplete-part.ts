import type { IncompleteReason } from '../../base/incomplete.ts';
import { toIncomplete } from '../client/aws-error.ts';

/** Why a part of a role could not be read, the part named in front of the reason. */
export function incompletePart(part: string, error: unknown, action: string | undefined): IncompleteReason {
  const { why, missing } = toIncomplete(part, error, action === undefined ? undefined : { action });
  return { why: `${part}: ${why}`, ...(missing && { missing }) };
}
