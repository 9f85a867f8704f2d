import type { Incomplete } from '../../base/incomplete.ts';
import type { CheckFinding } from '../../definition-files/check-finding.ts';

/** What came of a check of files. */
export interface CheckResult {
  /** How many files held definitions or roles. */
  readonly files: number;
  readonly definitions: number;
  readonly roles: number;
  /** Worst first in each file. */
  readonly findings: readonly CheckFinding[];
  readonly incomplete: readonly Incomplete[];
  /** What no file says: policies of roles that definitions name. Nothing is wrong with that, and nothing was checked of it. */
  readonly notChecked: readonly Incomplete[];
}
