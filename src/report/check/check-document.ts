import type { CheckFinding } from '../../definition-files/check-finding.ts';
import type { CheckResult } from './check-result.ts';

/** The JSON document of `check`, version 1. Fields may be added; what is here stays. */
export interface CheckDocument extends CheckResult {
  readonly version: 1;
  readonly findings: readonly CheckFinding[];
}

/** The document of `check … --format json`. */
export function checkDocument(result: CheckResult): CheckDocument {
  return { version: 1, ...result };
}
