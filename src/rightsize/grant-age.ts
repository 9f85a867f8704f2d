import { counted } from '../base/format.ts';
import { memoize } from '../base/memoize.ts';
import { iamEventsRegion } from '../base/partition.ts';
import { day, type EpochMs, HOUR_MS } from '../base/time.ts';
import type { GrantChange } from '../cloudtrail/observation.ts';
import type { GrantLog } from '../evidence/grant-log.ts';
import { mostRecentInterval } from '../evidence/intervals.ts';
import { type WatchedPast, watchedFor } from '../evidence/watched.ts';
import { partitionOf } from '../iam/arn.ts';
import type { Grant } from '../iam/grant.ts';
import { describeStatement, policyName } from '../iam/named-policy.ts';
import type { Statement, StatementRef } from '../iam/policy.ts';
import type { PolicySource, Role, RolePolicy } from '../iam/role.ts';
import { policiesAndBoundary } from '../iam/role-policies.ts';
import type { StatementAges } from '../ledger/grant-history.ts';
import { isLongEnough } from './long-enough.ts';

/** IAM's events must have been read closer to now than others: a grant of this morning must not pass for an old one. */
const IAM_TOLERANCE_MS = 3 * HOUR_MS;

/** Since when a role's policies have granted what they grant, as far as it can be proven. */
export interface GrantAges {
  /** Why the grant may be younger than `minAge`, as a sentence; undefined when it is proven to be older. */
  uncertaintyOf(grant: Grant): string | undefined;
}

export interface GrantAgeInput {
  readonly role: Role;
  readonly log: GrantLog;
  readonly past: WatchedPast;
  /** Milliseconds. */
  readonly minAge: number;
  /** The first use of the role that was seen, of any action. */
  readonly usedSince?: EpochMs;
  /** What earlier runs saw: what they did not see cannot be old, whatever the events say. */
  readonly history?: StatementAges;
}

/**
 * Works out the age of a role's grants. A grant is as old as needed if some policy that grants it has stood unchanged that
 * long, and nothing was changed since that could have held it back before: removing a policy or replacing a boundary
 * may have lifted a deny. Changes of organization policies are not recorded in the account.
 */
export function grantAges(input: GrantAgeInput): GrantAges {
  const unwatched = unwatchedIam(input);
  if (unwatched !== undefined) return { uncertaintyOf: () => unwatched };
  const oldest = input.past.now - input.minAge;
  const changes = recentChanges(input, oldest);
  const attached = changes.filter((change) => change.eventName === 'AttachRolePolicy' && change.policy !== undefined);
  // Attaching a policy widens only what that policy allows; any other change may have touched every grant.
  const wide = changes.filter((change) => !attached.includes(change)).at(-1);
  if (wide !== undefined) {
    const uncertainty = changed(wide, input.minAge);
    return { uncertaintyOf: () => uncertainty };
  }
  const lifted = limitUncertainty(input, oldest);
  if (lifted !== undefined) return { uncertaintyOf: () => lifted };
  const limits = limitsUncertainty(input, oldest);
  if (limits !== undefined) return { uncertaintyOf: () => limits };
  const uncertainties = new Map<string, string | undefined>();
  for (const policy of input.role.policies) {
    const name = policyName(policy.source);
    // A customer's policy may bear the name of an AWS one: a uncertainty about either is one about the name.
    uncertainties.set(name, uncertainties.get(name) ?? policyUncertainty(policy, attached, input, oldest));
  }
  // A statement grants up to twenty thousand actions, and is looked up by all that it says.
  const uncertaintyAbout = memoize((ref: StatementRef) => statementUncertainty(ref, input, oldest));
  // Actions that the same statements grant share one list of them.
  const ofList = memoize((refs: readonly StatementRef[]): string | undefined => {
    const found = refs.map((ref) => {
      if (!uncertainties.has(ref.policy)) return UNTRACED;
      return uncertainties.get(ref.policy) ?? uncertaintyAbout(ref);
    });
    return found.includes(undefined) ? undefined : (found[0] ?? UNTRACED);
  });
  return { uncertaintyOf: ({ grantedBy }) => ofList(grantedBy) };
}

const UNTRACED = 'The policy that grants it could not be traced, so the age of the grant is not known.';

/**
 * A new version of a boundary, or of a policy that denies, may have let through what another policy granted long ago. New
 * versions of the customer's own policies are events; of AWS's only the date tells.
 */
function limitUncertainty({ role, minAge }: GrantAgeInput, oldest: EpochMs): string | undefined {
  for (const { source } of limitsOf(role)) {
    if (!('arn' in source)) continue;
    const since = source.versionCreatedAt;
    if (since === undefined && isAwsManaged(source.arn)) {
      return `It is not known since when AWS's ${policyName(source)} has let it through.`;
    }
    if (since !== undefined && since > oldest) return newVersion(source, since, minAge);
  }
  return undefined;
}

/** The policies of a role that withhold: its boundary, and those that deny. */
export function limitsOf({ boundary, policies }: Role): readonly RolePolicy[] {
  const denying = policies.filter(({ document }) => document.ok && document.value.statements.some(isDeny));
  return boundary === undefined ? denying : [boundary, ...denying];
}

function isDeny({ effect }: Statement): boolean {
  return effect === 'Deny';
}

function isAwsManaged(arn: string): boolean {
  return arn.includes(':iam::aws:policy/');
}

/** IAM's own events must have been read for as long, or a grant of last week looks like an old one. */
function unwatchedIam({ role, past, minAge }: GrantAgeInput): string | undefined {
  const region = iamEventsRegion(partitionOf(role.arn));
  const need = `${counted(Math.ceil(minAge / (24 * HOUR_MS)), 'day')}`;
  if (region === undefined)
    return `The age of the grant is not known: the Region of IAM's events in this partition is not known.`;
  const watched = watchedFor({ kind: 'management' }, 'iam:PutRolePolicy', { ...past, enabledRegions: [region] });
  const interval =
    'interval' in watched ? mostRecentInterval([watched.interval], past.now, IAM_TOLERANCE_MS) : undefined;
  if (interval === undefined)
    return `The age of the grant is not known: IAM's events in ${region} were not read up to now.`;
  if (isLongEnough(interval, past.now, minAge)) return undefined;
  return `The age of the grant is not known: IAM's events in ${region} were read since ${day(interval.from)} only; ${need} are needed.`;
}

function recentChanges(input: GrantAgeInput, oldest: EpochMs): readonly GrantChange[] {
  return allChanges(input).filter((change) => change.at > oldest);
}

/** Every change that was seen of what the role is granted, ascending. */
export function allChanges(input: GrantAgeInput): readonly GrantChange[] {
  const { role, log } = input;
  const sources = policiesAndBoundary(role).map(({ source }) => source);
  const arns = sources.flatMap((source) => ('arn' in source ? [source.arn] : []));
  const ofPolicies = arns.flatMap((arn) => log.ofPolicy(arn) ?? []);
  return [...log.ofRole(role.name), ...ofPolicies]
    .filter((change) => matters(change, input))
    .sort((a, b) => a.at - b.at);
}

/**
 * Tags of the role matter to policies that ask for them. A trust policy matters to a role that nobody was seen to use
 * before: perhaps nobody could.
 */
function matters({ eventName, at }: GrantChange, { role, usedSince }: GrantAgeInput): boolean {
  if (eventName === 'UpdateAssumeRolePolicy') return usedSince === undefined || usedSince >= at;
  if (eventName !== 'TagRole' && eventName !== 'UntagRole') return true;
  const policies = policiesAndBoundary(role);
  return policies.some(({ document }) => document.ok && /aws:principaltag\//i.test(JSON.stringify(document.value)));
}

function policyUncertainty(
  { source }: RolePolicy,
  attached: readonly GrantChange[],
  { minAge }: GrantAgeInput,
  oldest: EpochMs,
): string | undefined {
  if (source.kind !== 'managed') return undefined;
  const change = attached.findLast(({ policy }) => policy === source.arn || policy === source.name);
  if (change !== undefined) return changed(change, minAge);
  if (source.versionCreatedAt === undefined) {
    // New versions of the customer's own policies are events; AWS's are not.
    return source.awsManaged ? `It is not known since when AWS's ${policyName(source)} has granted it.` : undefined;
  }
  if (source.versionCreatedAt <= oldest) return undefined;
  return newVersion(source, source.versionCreatedAt, minAge);
}

function newVersion(source: PolicySource, since: EpochMs, minAge: number): string {
  return `The version in force of ${policyName(source)} is of ${day(since)}; ${needed(minAge)}.`;
}

function statementUncertainty(
  ref: StatementRef,
  { role, history, minAge }: GrantAgeInput,
  oldest: EpochMs,
): string | undefined {
  const appeared = role.policies
    .filter(({ source }) => policyName(source) === ref.policy)
    .flatMap((policy) => history?.appearedAt(policy, ref.index) ?? []);
  const latest = Math.max(Number.NEGATIVE_INFINITY, ...appeared);
  if (latest <= oldest) return undefined;
  return `The audit of ${day(latest)} was the first to see what ${describeStatement(ref)} says; ${needed(minAge)}.`;
}

function limitsUncertainty({ history, minAge }: GrantAgeInput, oldest: EpochMs): string | undefined {
  const at = history?.limitsChangedAt;
  if (at === undefined || at <= oldest) return undefined;
  return `The audit of ${day(at)} was the first to see the denies and the boundary as they are, which may have held the grant back before; ${needed(minAge)}.`;
}

function changed(change: GrantChange, minAge: number): string {
  const policy = change.policy ?? change.policyArn;
  const what = policy === undefined ? change.eventName : `${change.eventName} of ${policy}`;
  return `The role's grants were changed on ${day(change.at)} (${what}); ${needed(minAge)}.`;
}

function needed(minAge: number): string {
  return `${counted(Math.ceil(minAge / (24 * HOUR_MS)), 'day')} are needed`;
}
