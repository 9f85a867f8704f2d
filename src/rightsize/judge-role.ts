import { internTexts } from '../base/intern.ts';
import { sum } from '../base/sum.ts';
import type { RoleTasks } from '../ecs/role-tasks.ts';
import type { RequiredPermission, RoleInUse } from '../ecs/role-use.ts';
import { type ActionUsage, actionKey, eventCount } from '../evidence/action-usage.ts';
import type { RoleIdentity, RoleUsage } from '../evidence/role-usage.ts';
import { accountOf, type RoleArn, roleNameOf } from '../iam/arn.ts';
import type { Role, RoleLookup } from '../iam/role.ts';
import { policiesAndBoundary } from '../iam/role-policies.ts';
import type { Evidence, Subject } from './assessment-input.ts';
import { besideAttempts } from './beside-attempts.ts';
import type { RoleCase } from './check-unused.ts';
import { closedJobOf } from './closed-job.ts';
import { foldVerdicts, withFolded } from './fold-verdicts.ts';
import { type GrantAgeInput, grantAges } from './grant-age.ts';
import { grantSince } from './grant-since.ts';
import { isGrantedAfter } from './granted-after.ts';
import { type GrantedRole, grantedRole } from './granted-role.ts';
import { judgeAction } from './judge-action.ts';
import { missedGrants } from './missed-grants.ts';
import { missingRequiredActions } from './missing-required-actions.ts';
import { serviceSilence } from './service-silence.ts';
import { startEvidence } from './start-evidence.ts';
import { taskOccasions } from './task-occasions.ts';
import { timeInUse } from './time-in-use.ts';
import { usedByFamily } from './used-by-family.ts';
import type { ActionVerdict, DeniedAttempt, RoleAssessment } from './verdict.ts';

/**
 * Decides everything about one role: a verdict with its reason for each granted action, denied attempts, and what it
 * lacks. A role that was not found, or whose grants are not given, has no verdicts.
 */
export function judgeRole(subject: Subject, evidence: Evidence): RoleAssessment {
  const { inUse, lookup, grants, required } = subject;
  const usage = evidence.usage.usageOf(identityOf(lookup));
  const watched = evidence.watched({ kind: 'management' }, 'sts:GetCallerIdentity');
  const traced = usedByFamily(usage.bySession, evidence.taskFamilies);
  const tasks = evidence.tasksOf(inUse);
  const granted = grantedRole(lookup, grants);
  const judged = granted === undefined ? [] : verdicts(inUse, granted, { required, tasks }, usage, evidence);
  const rest: Omit<RoleAssessment, 'actions'> = {
    inUse,
    lookup: granted?.beyondBudget === undefined ? lookup : { kind: 'found', role: granted.role },
    ...(granted?.beyondBudget !== undefined && { beyondBudget: granted.beyondBudget }),
    denied: [...deniedAttempts(usage, granted, evidence), ...untracedRefusals(inUse.arn, usage, evidence)].sort(
      byAction,
    ),
    ...missedOf(lookup, usage, evidence),
    required,
    missing:
      granted === undefined
        ? []
        : missingRequiredActions(
            granted.role,
            granted.grants,
            required,
            startEvidence(tasks, granted.role, usage, evidence),
          ),
    ...('interval' in watched ? { watched: watched.interval } : {}),
    ...(usage.lastSeen === undefined ? {} : { lastSeen: usage.lastSeen }),
    ...(traced.size === 0 ? {} : { usedByFamily: traced }),
  };
  return withFolded(rest, foldVerdicts(judged, evidence.internActions));
}

function missedOf(
  lookup: RoleLookup,
  usage: RoleUsage,
  evidence: Evidence,
): Pick<RoleAssessment, 'missed' | 'grantsKnownSince'> {
  if (lookup.kind !== 'found' || unreadPolicies(lookup.role) || evidence.pastGrants === undefined) return {};
  const { role } = lookup;
  const missed = missedGrants({ role, past: evidence.pastGrants(role), usage, log: evidence.usage.grants });
  const grantsKnownSince = evidence.grantsKnownSince?.(role);
  return {
    ...(missed !== undefined && { missed }),
    ...(grantsKnownSince !== undefined && { grantsKnownSince }),
  };
}

function unreadPolicies({ unread, ...role }: Role): boolean {
  return unread.length > 0 || policiesAndBoundary(role).some(({ document }) => !document.ok);
}

/** Under which name, id and age the role's events are looked for. */
export function identityOf(lookup: RoleLookup): RoleIdentity {
  if (lookup.kind === 'found') {
    const { arn, name, roleId, createdAt } = lookup.role;
    return { accountId: accountOf(arn), name, roleId, createdAt };
  }
  return { accountId: accountOf(lookup.arn), name: roleNameOf(lookup.arn) };
}

function verdicts(
  inUse: RoleInUse,
  { role, grants, list, beyondBudget }: GrantedRole,
  { required, tasks }: Pick<Subject, 'required'> & { readonly tasks: RoleTasks },
  usage: RoleUsage,
  evidence: Evidence,
): readonly ActionVerdict[] {
  const { past, thresholds } = evidence;
  const history = evidence.statementAges?.(role);
  const uses = [...usage.used.values(), ...usage.denied.values()].map(({ first }) => first);
  const granting: GrantAgeInput = {
    role,
    log: evidence.usage.grants,
    past,
    minAge: thresholds.minAge,
    ...(uses.length === 0 ? {} : { usedSince: uses.reduce((a, b) => Math.min(a, b)) }),
    ...(history === undefined ? {} : { history }),
  };
  const ages = grantAges(granting);
  const report = evidence.lastAccessedOf?.(role.arn);
  const lastAccessed = report && {
    report,
    silence: serviceSilence(report, usage, evidence),
    besideAttempts: besideAttempts(report, role, usage, evidence),
  };
  const occasions = taskOccasions(tasks, usage, evidence);
  const closedJob =
    beyondBudget === undefined ? closedJobOf(inUse, role, usage, { required, grants, tasks }, evidence) : undefined;
  const roleCase: RoleCase = {
    role,
    unparsed: grants.unparsed,
    usage,
    ages,
    grantedSince: grantSince(granting),
    inUse: timeInUse(tasks, usage, evidence.taskStarts),
    occasions,
    ...(closedJob === undefined ? {} : { closedJob }),
    evidence,
    ...(lastAccessed && { lastAccessed }),
  };
  const requiredBy = Map.groupBy(required, (permission) => actionKey(permission.action));
  const text = internTexts();
  return list
    .map((grant) => {
      const verdict = judgeAction(grant, requiredBy.get(actionKey(grant.action)) ?? NOT_REQUIRED, roleCase);
      // A role may have twenty thousand verdicts, and few reasons.
      return { ...verdict, because: text(verdict.because) };
    })
    .sort(byAction);
}

const NOT_REQUIRED: readonly RequiredPermission[] = [];

function deniedAttempts(
  { denied }: RoleUsage,
  granted: GrantedRole | undefined,
  { statementAges }: Evidence,
): readonly DeniedAttempt[] {
  const ages = granted === undefined ? undefined : statementAges?.(granted.role);
  return [...denied.values()]
    .map((usage) => {
      const isMended =
        granted !== undefined && ages !== undefined && isGrantedAfter(usage.action, usage.last, granted, ages);
      return isMended ? { ...deniedAttempt(usage), grantedSince: true as const } : deniedAttempt(usage);
    })
    .sort(byAction);
}

function deniedAttempt(usage: ActionUsage): DeniedAttempt {
  const { action, first, last, resources, example } = usage;
  const errorCode = example.errorCode ?? 'AccessDenied';
  return { action, first, last, count: eventCount(usage), resources: resources.items, errorCode };
}

/** What tasks stopped for want of and no event shows: data events are seldom recorded. */
function untracedRefusals(role: RoleArn, { denied }: RoleUsage, { refusedStarts }: Evidence): readonly DeniedAttempt[] {
  const starts = (refusedStarts?.(role) ?? []).filter(
    ({ job, action }) => job === 'task' && !denied.has(actionKey(action)),
  );
  return [...Map.groupBy(starts, ({ action }) => actionKey(action)).values()].flatMap((alike) => {
    const [{ action } = { action: undefined }] = alike;
    if (action === undefined) return [];
    return {
      action,
      first: Math.min(...alike.map(({ first }) => first)),
      last: Math.max(...alike.map(({ last }) => last)),
      count: sum(alike.map(({ count }) => count)),
      resources: [...new Set(alike.map(({ resource }) => resource))].filter((resource) => resource !== ''),
      errorCode: 'AccessDenied',
    };
  });
}

function byAction(a: { readonly action: string }, b: { readonly action: string }): number {
  return a.action < b.action ? -1 : a.action > b.action ? 1 : 0;
}
