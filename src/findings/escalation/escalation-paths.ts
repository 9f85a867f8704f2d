import type { EscalationPath } from './escalation-path.ts';
import { PATHS_BY_EXISTING } from './paths-by-existing.ts';
import { PATHS_BY_IAM } from './paths-by-iam.ts';
import { PATHS_BY_PASSING } from './paths-by-passing.ts';

/** Known ways in which a role can escalate its privileges, one row each; the public catalogues of such paths name them. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [...PATHS_BY_IAM, ...PATHS_BY_PASSING, ...PATHS_BY_EXISTING];
