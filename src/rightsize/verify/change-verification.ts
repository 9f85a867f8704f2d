import { counted, listed } from '../../base/format.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import { sum } from '../../base/sum.ts';
import { actionKey } from '../../evidence/action-usage.ts';
import type { AccessQuestion } from './access-questions.ts';

/** What IAM's own engine decides about one action on one resource. */
export interface SimulatedDecision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Condition keys that the decision hangs on and that nobody gave. */
  readonly missingContext: readonly string[];
}

/** Decisions by action, in lower case. */
export type SimulatedDecisions = ReadonlyMap<string, SimulatedDecision>;

/** The answers to one question: with the policies of today, and with the change made. */
export interface AccessAnswer {
  readonly question: AccessQuestion;
  readonly today: SimulatedDecisions;
  readonly changed: SimulatedDecisions;
}

/** What Access Analyzer says of a policy. */
export interface PolicyRemark {
  readonly severity: 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION';
  readonly text: string;
}

/** What AWS said of a change. It stands where nothing disagrees and nothing is incomplete. */
export interface ChangeVerification {
  /** Sentences; with any, the change must not be recommended. */
  readonly disagreements: readonly string[];
  /** Sentences that speak neither for nor against it. */
  readonly notes: readonly string[];
  /** How many decisions of IAM's engine were compared. */
  readonly compared: number;
  /** What could not be asked. */
  readonly incomplete: readonly Incomplete[];
}

/**
 * Compares IAM's decisions. One that is other than today's speaks against the change; what is refused today as well (for want of a
 * condition key, by an organization policy) cannot be told by it.
 */
export function compareAnswers(
  answers: readonly AccessAnswer[],
): Pick<ChangeVerification, 'disagreements' | 'notes' | 'compared'> {
  const disagreements: string[] = [];
  const open: string[] = [];
  const keys = new Set<string>();
  for (const { question, today, changed } of answers) {
    for (const action of question.actions) {
      const before = today.get(actionKey(action));
      const after = changed.get(actionKey(action));
      if (before === undefined || after === undefined) continue;
      if (before.decision !== after.decision && (before.decision === 'allowed' || after.decision === 'allowed')) {
        disagreements.push(
          `IAM decides ${after.decision} of ${action} on ${question.resource} with the change, and ${before.decision} today.`,
        );
      } else if (after.decision !== 'allowed') {
        open.push(action);
        for (const key of after.missingContext) keys.add(key);
      }
    }
  }
  const actions = [...new Set(open)];
  return {
    disagreements,
    notes:
      actions.length === 0
        ? []
        : [
            `IAM's simulation refuses ${listed(actions, 5)} today as well${keys.size === 0 ? '' : ` (it was not told ${listed([...keys].sort(), 4)})`}: it cannot tell what the change does to ${actions.length === 1 ? 'it' : 'them'}.`,
          ],
    compared: sum(answers.map(({ question }) => question.actions.length)) - open.length,
  };
}

/** What it comes to, one line each. */
export function verificationText({
  disagreements,
  notes,
  compared,
  incomplete,
}: ChangeVerification): readonly string[] {
  const verdict =
    disagreements.length > 0
      ? 'AWS disagrees.'
      : incomplete.length > 0
        ? 'Not verified: AWS could not be asked everything.'
        : `Verified by AWS: ${counted(compared, 'decision')} of IAM's own engine as today, no new access.`;
  return [verdict, ...disagreements, ...notes, ...incomplete.map(({ what, why }) => `Incomplete: ${what}: ${why}`)];
}
