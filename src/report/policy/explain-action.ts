import type { AuditSettings } from '../../audit-settings.ts';
import { assertNever } from '../../base/assert-never.ts';
import { counted, listed } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { day, toIso } from '../../base/time.ts';
import { sessionPrefixOf } from '../../cloudtrail/trail-settings/session-filter.ts';
import type { RoleInUse } from '../../ecs/role-use.ts';
import type { Coverage } from '../../evidence/coverage.ts';
import { parseRoleEventsKey } from '../../evidence/role-events-key.ts';
import { type Action, sameAction } from '../../iam/action.ts';
import { describeStatement } from '../../iam/named-policy.ts';
import { actionMatches, patternCovers } from '../../iam/pattern.ts';
import type { Role, RoleLookup } from '../../iam/role.ts';
import { whatToRecord } from '../../rightsize/evidence-switches.ts';
import type { Recommendation } from '../../rightsize/recommend/recommendation.ts';
import type { ActionVerdict, RoleAssessment } from '../../rightsize/verdict.ts';
import { days, sourceNamed } from '../../rightsize/words.ts';
import type { AuditResult } from '../audit-result.ts';
import type { DocumentRequirement } from '../json/audit-document-form.ts';

/** The parts of an audit that an explanation uses. */
export interface ExplainedAudit extends Pick<AuditResult, 'switches' | 'window' | 'recommendations'> {
  readonly coverage: readonly Pick<Coverage, 'source' | 'region' | 'dataEvents' | 'roleDataEvents'>[];
  readonly settings: Pick<AuditSettings, 'minAge' | 'minWatched'>;
}

/** A verdict as an explanation uses it. */
export interface ExplainedVerdict extends Omit<ActionVerdict, 'required'> {
  /** What would have to be recorded to judge it, where no list of switches says so. */
  readonly toRecord?: string;
}

/** The parts of a role's assessment that an explanation uses. */
export interface ExplainedRole extends Pick<RoleAssessment, 'denied' | 'watched' | 'lastSeen'> {
  readonly inUse: Pick<RoleInUse, 'arn'>;
  readonly lookup:
    | { readonly kind: 'found'; readonly role: Pick<Role, 'arn' | 'name' | 'policies' | 'unread'> }
    | Exclude<RoleLookup, { readonly kind: 'found' }>;
  readonly actions: readonly ExplainedVerdict[];
  readonly required: readonly DocumentRequirement[];
}

/** The verdict on an action that the role's policies grant, by name or by a pattern that the catalogue does not know. */
export function verdictOn(assessment: ExplainedRole, action: Action): ExplainedVerdict | undefined {
  return (
    assessment.actions.find((verdict) => sameAction(verdict.action, action)) ??
    assessment.actions.find((verdict) => verdict.action.includes('*') && actionMatches(verdict.action, action))
  );
}

/** Explains the verdict on one action of one role, one or two sentences on each line. */
export function explainAction(audit: ExplainedAudit, assessment: ExplainedRole, action: Action): readonly string[] {
  const verdict = verdictOn(assessment, action);
  const { lookup, inUse } = assessment;
  const arn = lookup.kind === 'found' ? lookup.role.arn : inUse.arn;
  const lines =
    verdict === undefined
      ? [`${action} of ${arn}: not granted.`, notGranted(assessment, action)]
      : [
          `${verdict.action} of ${arn}: ${verdict.verdict}.`,
          verdict.because,
          `Granted by ${listed(verdict.grantedBy.map(describeStatement))}.`,
          ...uses(verdict),
        ];
  return [
    ...lines,
    ...requirements(assessment, action),
    ...denials(assessment, action),
    ...watching(audit, assessment),
    ...(verdict === undefined
      ? []
      : [inPolicy(audit.recommendations[arn], verdict), whatWouldChange(verdict, assessment, audit)]),
  ].map(stripControlCharacters);
}

function notGranted({ lookup }: ExplainedRole, action: Action): string {
  switch (lookup.kind) {
    case 'found':
      return lookup.role.unread.length === 0 && lookup.role.policies.every(({ document }) => document.ok)
        ? `No policy of the role allows ${action}.`
        : `No policy of the role that could be read allows ${action}; not all of them could be.`;
    case 'missing':
      return 'The role does not exist.';
    case 'foreign':
      return `The role belongs to account ${lookup.accountId}, whose IAM this audit does not read.`;
    case 'unreadable':
      return `The role could not be read: ${lookup.why}.`;
    default:
      return assertNever(lookup);
  }
}

function uses({ uses: count, firstUsed, lastUsed, resources, allResources }: ExplainedVerdict): readonly string[] {
  if (count === undefined || firstUsed === undefined || lastUsed === undefined) return [];
  const seen = `Seen ${counted(count, 'time')}, first on ${toIso(firstUsed)}, last on ${toIso(lastUsed)}.`;
  if (resources.length === 0) return [seen, 'The events do not say on which resources.'];
  const which = allResources === true ? 'These are all of its resources' : 'There may be others';
  return [seen, `On ${listed(resources)}. ${which}.`];
}

function requirements({ required }: ExplainedRole, action: Action): readonly string[] {
  return required
    .filter((permission) => sameAction(permission.action, action))
    .slice(0, 5)
    .map(({ field, taskDefinitionArn, region, certainty, resources, note }) => {
      const verb = certainty === 'certain' ? 'requires' : 'may require';
      const why = note === undefined ? '' : `: ${note}`;
      return `${field} of ${taskDefinitionArn.split('/').at(-1)} in ${region} ${verb} it on ${listed(resources)}${why}.`;
    });
}

function denials({ denied }: ExplainedRole, action: Action): readonly string[] {
  return denied
    .filter((attempt) => sameAction(attempt.action, action))
    .map(({ count, first, last, errorCode, resources }) => {
      const where = resources.length === 0 ? '' : ` on ${listed(resources)}`;
      return `Denied ${counted(count, 'time')} (${errorCode})${where}, first on ${toIso(first)}, last on ${toIso(last)}.`;
    });
}

function watching(
  { coverage, window }: ExplainedAudit,
  { inUse, lookup, watched, lastSeen }: ExplainedRole,
): readonly string[] {
  const types = new Set(
    coverage.flatMap(({ dataEvents }) => Object.keys(dataEvents).filter((type) => (dataEvents[type] ?? []).length > 0)),
  );
  const sessions = sessionPrefixOf(lookup.kind === 'found' ? lookup.role.arn : inUse.arn);
  const own = new Set(
    coverage
      .flatMap(({ roleDataEvents = {} }) => Object.keys(roleDataEvents).map(parseRoleEventsKey))
      .filter(({ role, type }) => role === sessions && !types.has(type))
      .map(({ type, muted }) => (muted.length === 0 ? type : `${type} without ${listed(muted, 3)}`)),
  );
  const sources = [...new Set(coverage.map(({ source }) => source))].sort();
  const regions = [...new Set(coverage.map(({ region }) => region))].sort();
  return [
    coverage.length === 0
      ? 'No source of use was read.'
      : `Read from ${listed(sources.map(sourceNamed))} in ${listed(regions)}, for ${day(window.from)} to ${day(window.to)}.`,
    watched === undefined
      ? 'There is no time up to now in which the management events of every enabled Region were read.'
      : `Management events of every enabled Region were read without a break from ${day(watched.from)} to ${day(watched.to)}.`,
    ...(types.size === 0 && own.size > 0
      ? []
      : [types.size === 0 ? 'No data events were read.' : `Data events of ${listed([...types].sort())} were read.`]),
    ...(own.size === 0 ? [] : [`Of this role alone data events of ${listed([...own].sort())} were read.`]),
    lastSeen === undefined
      ? 'Nothing was seen of the role in that time.'
      : `The role was last seen on ${toIso(lastSeen)}.`,
  ];
}

function inPolicy(recommendation: Recommendation | undefined, { action, verdict }: ExplainedVerdict): string {
  switch (recommendation?.kind) {
    case undefined:
      return 'No right-sized policy was worked out.';
    case 'none':
      return `No right-sized policy can be recommended: ${recommendation.because}`;
    case 'noChange':
      return `The right-sized policy is today's: ${recommendation.because}`;
    case 'policy': {
      if (verdict === 'unused') return 'The right-sized policy leaves it out.';
      const holding = recommendation.documents
        .flatMap(({ statements }) => statements)
        .filter(({ statement }) => statement.action?.some((text) => text === action || patternCovers(text, action)))
        .filter(({ statement }) => statement.effect === 'Allow')
        .map(({ statement }) => `"${statement.sid}"`);
      if (holding.length > 0) return `The right-sized policy keeps it in statement ${listed(holding)}.`;
      return recommendation.ineffective.includes(action)
        ? 'The right-sized policy leaves it out, since the permissions boundary does not allow it.'
        : 'The right-sized policy keeps the statement that grants it.';
    }
  }
}

function whatWouldChange(
  { action, verdict, toRecord }: ExplainedVerdict,
  { inUse }: ExplainedRole,
  { settings, switches }: ExplainedAudit,
): string {
  switch (verdict) {
    case 'used':
      return 'It stays used for as long as an event in the look-back window shows it.';
    case 'required':
      return 'It stays required for as long as a task definition that can run declares the need.';
    case 'unused':
      return 'One call by this role in any Region would make it used. Until then it is safe to remove.';
    case 'blocked':
      return 'Lifting what blocks it would make it effective again; a new audit would then look for its use.';
    case 'undetermined':
      return `A later audit decides it: a role and its grants must be ${days(settings.minAge)} old, watched for ${days(settings.minWatched)} without a break, have started a task in that time, and all of it be read.`;
    case 'unobservable': {
      const found = switches.find(({ actions }) =>
        actions.some((each) => each.role === inUse.arn && each.action === action),
      );
      const order = toRecord ?? (found && whatToRecord(found));
      return order === undefined
        ? 'No CloudTrail setting is known that would show its use.'
        : `${order}, to see its use from then on.`;
    }
    default:
      return assertNever(verdict);
  }
}
