import { counted } from '../base/format.ts';
import type { EvidenceSwitch } from '../rightsize/evidence-switches.ts';

/** The command that prints the trail. */
export const PLAN_COMMAND = 'ecs-role-auditor evidence plan';

/** What a trail decides. */
export interface Decides {
  readonly actions: number;
  readonly roles: number;
}

/** `Deploy the evidence trail (at most 4 USD a month) to decide 131 actions of 22 roles`, without the cost where it is not known. */
export function deploymentClause({ actions, roles }: Decides, cost?: string): string {
  const costs = cost === undefined ? '' : ` (${cost})`;
  return `Deploy the evidence trail${costs} to decide ${counted(actions, 'action')} of ${counted(roles, 'role')}`;
}

/** Whether an evidence trail does what a switch asks for; where nobody asked what trails record, one may do so already. */
export function isForEvidenceTrail({ records, trailsUnasked }: EvidenceSwitch): boolean {
  return records.kind === 'data' && trailsUnasked === undefined;
}

/** What an evidence trail would decide, as a sentence with the command that prints it; undefined where it would decide nothing. */
export function evidenceTrailSentence(switches: readonly EvidenceSwitch[]): string | undefined {
  const own = switches.filter(isForEvidenceTrail).flatMap(({ actions }) => actions);
  if (own.length === 0) return undefined;
  const roles = new Set(own.map(({ role }) => role)).size;
  return `${deploymentClause({ actions: own.length, roles })}: ${PLAN_COMMAND} prints it, with what it costs.`;
}
