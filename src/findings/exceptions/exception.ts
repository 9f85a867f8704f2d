import type { EpochMs } from '../../base/time.ts';
import type { RuleId } from '../rules.ts';

/** An acceptance of what rules find at a role, until a date. Written in the configuration file or in a role's tag. */
export interface Exception {
  /** A role's name, or its ARN where it holds a colon; `*` and `?` are wildcards. */
  readonly role: string;
  readonly rules: 'all' | readonly RuleId[];
  /** Patterns such as `s3:Get*`. Where given, only these actions are accepted, and only in findings that name actions. */
  readonly actions?: readonly string[];
  /** The first moment at which it no longer holds: the beginning of a day, UTC. */
  readonly until: EpochMs;
  readonly reason: string;
  /** Where it is written, for people: `exceptions[2] of auditor.yaml`, `tag ecs-role-auditor:accept of app-task, set by ARN at TIME`. */
  readonly writtenIn: string;
  /** The tag's key, for an exception from a role's tag: it accepts at most `AcceptInput.tagsAccept`. */
  readonly tag?: string;
}

/** What a run reports about the exceptions themselves. */
export interface ExceptionNotes {
  /** Expired, and what they accepted is still there. */
  readonly expired: readonly Exception[];
  /** Hold, accept something, and expire within `ENDING_SOON`. */
  readonly ending: readonly Exception[];
  /** Accept nothing that is there any more, whether they expired or not. Empty unless the whole account was looked at. */
  readonly idle: readonly Exception[];
  /** Role tags that are meant to be exceptions and accept nothing, or not all that they say. */
  readonly ignored: readonly IgnoredTag[];
}

/** A role tag that is ignored, wholly or for one rule. */
export interface IgnoredTag {
  readonly roleArn: string;
  /** The rule whose finding it cannot accept; absent where it accepts nothing at all. */
  readonly rule?: string;
  /** The tag's key. */
  readonly tag: string;
  /** What is wrong with it, and what would be right. */
  readonly problem: string;
}
