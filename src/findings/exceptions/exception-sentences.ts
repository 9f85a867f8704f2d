import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { DAY_MS, day, type EpochMs } from '../../base/time.ts';
import type { RoleArn } from '../../iam/arn.ts';
import { roleNameOf } from '../../iam/arn.ts';
import type { Exception, IgnoredTag } from './exception.ts';

/** Sentence for an exception that expired although what it accepted is still there. */
export function expiredSentence(exception: Exception): string {
  return `An exception expired on ${day(exception.until)}, but what it accepted is still there: ${described(exception)}.`;
}

/** Sentence for an exception that ends soon. */
export function endingSentence(exception: Exception, now: EpochMs): string {
  const days = Math.max(1, Math.ceil((exception.until - now) / DAY_MS));
  return `An exception expires on ${day(exception.until)}, ${days === 1 ? 'within a day' : `in ${days} days`}: ${described(exception)}.`;
}

/** Sentence for an exception that accepts nothing any more. */
export function idleSentence(exception: Exception): string {
  return `An exception no longer accepts anything and can be removed: ${described(exception)}.`;
}

/** Sentence for a role tag that is ignored, wholly or for one rule. */
export function ignoredTagSentence({ roleArn, rule, tag, problem }: IgnoredTag): string {
  const what = rule === undefined ? 'accepts nothing' : `does not accept ${rule}`;
  return stripControlCharacters(`The tag ${tag} of ${roleNameOf(roleArn as RoleArn)} ${what}: ${problem}.`);
}

function described({ writtenIn, reason }: Exception): string {
  return clip(stripControlCharacters(`${writtenIn} (${reason})`), 300);
}
