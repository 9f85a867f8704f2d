import { DAY_MS, day, type EpochMs } from '../base/time.ts';
import type { Finding } from '../findings/finding.ts';

const DAYS = 30;
/** Characters that IAM takes for the value of a tag. */
const LONGEST_VALUE = 256;

/**
 * The command that accepts a finding for 30 days by a tag of its role, with `REASON` in the place of the reason; undefined where no tag has a say. What is
 * told within the finding is accepted with it.
 */
export function acceptCommand(
  { acceptTag, role, rule, evidence, status }: Pick<Finding, 'acceptTag' | 'role' | 'rule' | 'evidence' | 'status'>,
  now: EpochMs,
): string | undefined {
  if (acceptTag === undefined || role === undefined || status !== 'open') return undefined;
  const rules = [rule, ...(evidence['mends']?.split(' ') ?? [])].map((id) => `rule=${id}`);
  const value = `until=${day(now + DAYS * DAY_MS)} ${rules.join(' ')} REASON`;
  if (value.length > LONGEST_VALUE) return undefined;
  return `aws iam tag-role --role-name ${role.name} --tags '${JSON.stringify([{ Key: acceptTag, Value: value }])}'`;
}
