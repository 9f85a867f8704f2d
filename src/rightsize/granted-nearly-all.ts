import { grantedActions } from './fold-verdicts.ts';
import type { RoleAssessment } from './verdict.ts';

/** Granted actions above which a role counts as granted nearly everything (AWS has some 20,000). */
const NEARLY_ALL = 5_000;

/** True for roles granted so many actions that they would hide all others in a chart or a count. */
export function isGrantedNearlyAll(assessment: RoleAssessment): boolean {
  return isNearlyAll(grantedActions(assessment).length);
}

/** True for so many granted actions that a role counts as granted nearly everything. */
export function isNearlyAll(granted: number): boolean {
  return granted > NEARLY_ALL;
}
