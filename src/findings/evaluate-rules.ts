import type { Action } from '../iam/action.ts';
import type { Finding } from './finding.ts';

/** What the rules said of every role: findings, and how far each silence can be trusted. */
export interface RuleEvaluation {
  readonly findings: readonly Finding[];
  /** Finding ids whose rule reached a conclusion (fires, fine, not applicable). */
  readonly concluded: ReadonlySet<string>;
  /** Finding ids that lacked evidence; the actions in doubt, lower case, or `all`. */
  readonly unavailable: ReadonlyMap<string, ReadonlySet<Lowercase<Action>> | 'all'>;
  /** Role ARNs (of any lookup but unreadable) that were looked at: a finding of theirs with another id is of a former role or rule. */
  readonly roleArns: ReadonlySet<string>;
}
