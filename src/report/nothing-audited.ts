import type { AuditResult } from './audit-result.ts';

/** What stands in place of a number of open findings where no role was judged and something could not be read: none is not known. */
export const OPEN_NOT_KNOWN = 'What is open is not known';

/** Whether a run judged no role, and something that it needed could not be read: that it found nothing then means nothing. */
export function nothingAudited({ assessments, incomplete }: Pick<AuditResult, 'assessments' | 'incomplete'>): boolean {
  return assessments.length === 0 && incomplete.length > 0;
}
