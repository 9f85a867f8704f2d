import { looksSecret } from '../../base/looks-secret.ts';
import { ok, problem, type Result } from '../../base/result.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { EpochMs } from '../../base/time.ts';
import { type GrantLog, grantLog } from '../../evidence/grant-log.ts';
import { parseAction } from '../../iam/action.ts';
import type { Role } from '../../iam/role.ts';
import { verdictGroups } from '../../rightsize/fold-verdicts.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import type { Severity } from '../finding.ts';
import { arnOf } from '../role-facts.ts';
import { RULES, type RuleId } from '../rules.ts';
import type { Exception, IgnoredTag } from './exception.ts';
import { parseExceptionDate } from './exception-date.ts';
import { tagOrigin } from './tag-origin.ts';

/** The role tag that accepts findings, unless the configuration says otherwise. */
export const ACCEPT_TAG = 'ecs-role-auditor:accept';

/** The gravest that tags accept, unless the configuration says otherwise. Whoever runs a workload can tag its role. */
export const TAGS_ACCEPT: Severity = 'HIGH';

const FORM = 'expected until=2027-01-31, then rule=RULE and action=SERVICE:NAME as often as needed, then the reason';

/**
 * The exceptions that roles carry as tags. The key is `tagKey`, or begins with it and a colon (`…:accept:2`), so that a role can
 * carry several; keys are compared as IAM does, in any case of letters. A tag that cannot be read accepts nothing, nor does one of a
 * role that may tag roles: what runs with it could have written the tag.
 *
 * @param taggers ARNs of the roles that may tag roles
 * @param grants who set which tag
 */
export function taggedExceptions(
  roles: readonly Role[],
  tagKey: string,
  now: EpochMs,
  taggers: ReadonlySet<string> = new Set(),
  grants: GrantLog = grantLog(),
): { readonly exceptions: readonly Exception[]; readonly ignored: readonly IgnoredTag[] } {
  const wanted = tagKey.toLowerCase();
  const exceptions: Exception[] = [];
  const ignored: IgnoredTag[] = [];
  for (const role of roles) {
    for (const [tag, value] of Object.entries(role.tags)) {
      const key = tag.toLowerCase();
      if (key !== wanted && !key.startsWith(`${wanted}:`)) continue;
      const read = taggers.has(role.arn) ? problem(TAGGER) : parseAcceptTag(value, now);
      const writtenIn = `tag ${tag} of ${role.name}, ${tagOrigin(role, tag, grants)}`;
      if (read.ok) exceptions.push({ role: role.arn, ...read.value, writtenIn, tag });
      else ignored.push({ roleArn: role.arn, tag, problem: read.problem });
    }
  }
  return { exceptions, ignored };
}

/** The key of another such tag on a role: one that it does not carry yet. */
export function freeTagOf({ tags }: Pick<Role, 'tags'>, tagKey: string): string {
  const taken = new Set(Object.keys(tags).map((key) => key.toLowerCase()));
  for (let number = 1; ; number++) {
    const key = number === 1 ? tagKey : `${tagKey}:${number}`;
    if (!taken.has(key.toLowerCase())) return key;
  }
}

const TAGGER =
  'the role is granted iam:TagRole, so that what runs with it could write such a tag; expected the exception in the configuration file';

/** ARNs of the roles that are granted the tagging of roles. Which ones is not asked: a role that may tag others can have a helper. */
export function rolesThatTag(assessments: readonly RoleAssessment[]): ReadonlySet<string> {
  return new Set(
    assessments
      .filter(
        // Of a role whose policies cannot be told apart, nobody knows that it may not.
        (assessment) =>
          assessment.beyondBudget !== undefined ||
          verdictGroups(assessment).some(({ verdict, actions }) => verdict !== 'blocked' && actions.some(isTagRole)),
      )
      .map(arnOf),
  );
}

function isTagRole(action: string): boolean {
  return action.toLowerCase() === 'iam:tagrole';
}

/**
 * Reads `until=2027-01-31 rule=unused-permissions action=s3:GetObject the reason in words`: only what IAM lets into tag values. Without a rule
 * every rule is meant; `rule=` and `action=` may be repeated. The reason begins with the first word that is no `key=value`.
 */
export function parseAcceptTag(value: string, now: EpochMs): Result<Omit<Exception, 'role' | 'writtenIn' | 'tag'>> {
  if (looksSecret(value)) return problem(`it holds what looks like a secret (not shown): ${FORM}`);
  const words = value.trim().split(/\s+/);
  const start = words.findIndex((word) => !/^\w+=/.test(word));
  const [pairs, reason] = start === -1 ? [words, ''] : [words.slice(0, start), words.slice(start).join(' ')];
  const days: EpochMs[] = [];
  const rules: RuleId[] = [];
  const actions: string[] = [];
  for (const pair of pairs) {
    const key = pair.slice(0, pair.indexOf('='));
    const text = pair.slice(key.length + 1);
    const read = readPair(key, text, now);
    if (!read.ok) return read;
    if (read.value.until !== undefined) days.push(read.value.until);
    if (read.value.rule !== undefined) rules.push(read.value.rule);
    if (read.value.action !== undefined) actions.push(read.value.action);
  }
  const [until] = days;
  if (until === undefined) return problem(`it has no until=: ${FORM}`);
  if (days.length > 1) return problem(`it has more than one until=: ${FORM}`);
  if (reason === '') return problem(`it gives no reason: ${FORM}`);
  return ok({
    rules: rules.length === 0 ? 'all' : rules,
    ...(actions.length > 0 && { actions }),
    until,
    reason: stripControlCharacters(reason),
  });
}

interface Pair {
  readonly until?: EpochMs;
  readonly rule?: RuleId;
  readonly action?: string;
}

function readPair(key: string, text: string, now: EpochMs): Result<Pair> {
  switch (key) {
    case 'until': {
      const until = parseExceptionDate(text, now);
      return until.ok
        ? ok({ until: until.value })
        : problem(`its until= is "${stripControlCharacters(text)}": ${until.problem}`);
    }
    case 'rule': {
      const rule = RULES.find(({ id }) => id === text);
      return rule === undefined
        ? problem(`its rule= is "${stripControlCharacters(text)}", which is no rule`)
        : ok({ rule: rule.id });
    }
    case 'action': {
      const action = parseAction(text);
      return action.ok
        ? ok({ action: action.value })
        : problem(`its action= is "${stripControlCharacters(text)}": expected one such as s3:GetObject`);
    }
    default:
      return problem(`"${stripControlCharacters(key)}=" is not known: ${FORM}`);
  }
}
