import { counted, listed } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { day, wholeDays } from '../../base/time.ts';
import type { GrantChange } from '../../cloudtrail/observation.ts';
import type { MissedGrant } from '../../rightsize/missed-grants.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { IAM_USER_GUIDE } from '../aws-guides.ts';
import { restoringStatements } from '../restoring-statement.ts';
import { unreadPolicies, withRole } from '../role-facts.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';

/** Fires on actions that an earlier run saw granted, that are no longer, and that the role was refused since. */
export const removedAndMissed = {
  id: 'removed-and-missed',
  title: 'A permission was taken away and is missed',
  motivation:
    'The role asked for what it was granted until lately, and was refused: the change that took it away broke something, or somebody tries what the role could do before.',
  severity: 'HIGH.',
  remediation:
    'Restore the statement if the call is meant, and mend the policy from there. It stays open until the role is granted the action again, or the refusals are older than the look-back.',
  page: {
    title: 'Troubleshoot access denied error messages',
    url: `${IAM_USER_GUIDE}/troubleshoot_access-denied.html`,
  },
  evidence:
    'What earlier runs saw of the role’s policies, from the ledger; CloudTrail events with an authorization error after that; for their absence, events of every enabled Region. IAM’s own events say who made the change.',
  notApplicable: 'The role does not exist, or belongs to another account.',
  classifier: 'Missing Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, { minWatched }: RuleContext): Outcome {
  return withRole(assessment, (role) => {
    const { missed } = assessment;
    if (missed === undefined) {
      return { kind: 'unavailable', why: unreadPolicies(role) ?? 'nothing is known of what it was granted before' };
    }
    if (missed.length === 0) return withoutMissed(assessment, minWatched);
    const actions = missed.map(({ action }) => action);
    const restore = restoringStatements(missed);
    const changes = [...new Set(missed.flatMap(({ change }) => (change === undefined ? [] : [changeText(change)])))];
    const resources = [...new Set(missed.flatMap((each) => each.resources))];
    return {
      kind: 'finding',
      draft: {
        severity: 'HIGH',
        title: `${role.name} misses ${counted(actions.length, 'permission')} that ${actions.length === 1 ? 'was' : 'were'} taken away`,
        description: [
          `Granted when an earlier audit looked, and refused since: ${listed(missed.map(lossText), 6)}${resources.length === 0 ? '' : `; on ${listed(resources, 3)}`}.`,
          changes.length === 0
            ? 'IAM’s events that were read do not tell who changed it.'
            : `Changed by ${listed(changes, 3)}.`,
          useText(missed),
        ].join(' '),
        reason: `refused since it was taken away: ${listed(actions, 3)}`,
        actions,
        remediation: remedyOf(role.name, restore),
        evidence: {
          ...(restore !== '' && { restore }),
          ...(changes.length > 0 && { changedBy: stripControlCharacters(changes.slice(0, 3).join('; ')) }),
          lastDenied: day(Math.max(...missed.map(({ refused }) => refused.last))),
        },
      },
    };
  });
}

/**
 * Nothing is missed where calls were watched for long enough. What was refused before any night saw the role's grants may have been taken away
 * by then: of a ledger that was lost, or cannot be read.
 */
function withoutMissed(
  { denied, watched, grantsKnownSince = Number.POSITIVE_INFINITY }: RoleAssessment,
  minWatched: number,
): Outcome {
  if (watched === undefined || watched.to - watched.from < minWatched) {
    return { kind: 'unavailable', why: `not watched in every Region for ${wholeDays(minWatched)} days` };
  }
  const about = denied.filter((each) => each.grantedSince !== true && each.first < grantsKnownSince);
  if (about.length === 0) return { kind: 'fine' };
  const why = 'it was refused something before any night that is remembered saw what it is granted';
  return { kind: 'unavailable', why, about: about.map(({ action }) => action) };
}

function lossText({ action, grantedAt, statement }: MissedGrant): string {
  return `${action} (granted on ${day(grantedAt)}${statement === undefined ? '; a deny or boundary stands in the way' : ''})`;
}

function changeText({ at, eventName, policy, by = 'somebody unnamed' }: GrantChange): string {
  return `${by} on ${day(at)} (${eventName}${policy === undefined ? '' : ` of ${policy}`})`;
}

/** Nobody is to give back what somebody else asks for. */
function useText(missed: readonly MissedGrant[]): string {
  const unused = missed.filter(({ lastUsed }) => lastUsed === undefined).map(({ action }) => action);
  if (unused.length === 0) return 'All of it was seen in use before.';
  return `No use of ${listed(unused, 3)} was seen before: make sure that the application makes the call, and not somebody who tries what the role could do.`;
}

function remedyOf(name: string, restore: string): string {
  if (restore === '')
    return `If the call is meant, take back the deny or the boundary that came in the way of ${name}.`;
  const told = `If the call is meant, give ${name} back: ${restore}`;
  return told.length <= 512
    ? told
    : `If the call is meant, give ${name} back the statement that the finding names (restore).`;
}
