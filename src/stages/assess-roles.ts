import type { AuditContext } from '../audit-context.ts';
import { messageOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { internLists } from '../base/intern.ts';
import { memoize } from '../base/memoize.ts';
import type { EpochMs } from '../base/time.ts';
import { callActions } from '../cloudtrail/event-actions.ts';
import { eventSourceOf } from '../cloudtrail/event-source.ts';
import { mayShow } from '../cloudtrail/may-show.ts';
import { observabilityOf } from '../cloudtrail/observability.ts';
import { outOfTime } from '../deadline.ts';
import { refusedStarts } from '../diagnosis/refused-starts.ts';
import { EVERY_FAMILY } from '../ecs/inventory.ts';
import { requiredByRole } from '../ecs/required-permissions.ts';
import { roleTasks } from '../ecs/role-tasks.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import { watcher } from '../evidence/watched.ts';
import { type RoleNeeds, roleNeeds } from '../evidence-trail/role-needs.ts';
import { type Action, nameOf, serviceOf } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import { type ClosedRegions, closedRegions } from '../iam/closed-regions.ts';
import { type EffectiveGrants, effectiveGrants } from '../iam/effective-grants.ts';
import type { Role, RoleLookup } from '../iam/role.ts';
import { statementAges } from '../ledger/grant-history.ts';
import { pastGrants } from '../ledger/past-grants.ts';
import type { ScpLevels } from '../organization/scp-levels.ts';
import type { EvidenceQuestion } from '../report/audit-result.ts';
import type { Evidence } from '../rightsize/assessment-input.ts';
import { type EvidenceSwitch, evidenceSwitches } from '../rightsize/evidence-switches.ts';
import { judgeRole } from '../rightsize/judge-role.ts';
import { effortOf, roleBudget } from '../rightsize/role-budget.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { RegionScope } from './choose-regions.ts';
import type { FreshLook } from './look-afresh.ts';
import type { Inventory } from './read-inventory.ts';
import type { UsageReadings } from './read-usage.ts';
import type { SeenGrants } from './record-grants.ts';

export interface AssessInput {
  readonly regions: RegionScope;
  readonly inventory: Inventory;
  readonly inUse: readonly RoleInUse[];
  /** One per role in use, in the same order. */
  readonly lookups: readonly RoleLookup[];
  readonly usage: UsageReadings;
  readonly seenGrants: SeenGrants;
  /** When somebody was last found to have tampered with what earlier runs kept. */
  readonly tamperedAt?: EpochMs | undefined;
  /** What IAM says tonight of roles that the ledger alone calls unused. */
  readonly fresh?: FreshLook | undefined;
  /** Verdicts that stand: roles with one are not judged again. */
  readonly judged?: ReadonlyMap<RoleInUse, RoleAssessment>;
  /** Whether roles that wait for data events are listed as well. */
  readonly evidenceNeeds?: boolean;
  readonly now: EpochMs;
}

/** What all roles come to. */
export interface AssessedRoles {
  /** One per role in use, in the same order. */
  readonly assessments: readonly RoleAssessment[];
  readonly switches: readonly EvidenceSwitch[];
  readonly evidence?: EvidenceQuestion;
  readonly incomplete: readonly Incomplete[];
}

/** Decides about each role by itself: one that cannot be decided is stated as unreadable and never sinks the rest. */
export function assessRoles(context: AuditContext, input: AssessInput): AssessedRoles {
  const evidence = evidenceOf(context, input);
  const required = requiredByRole(input.inventory.regions, context.account);
  const incomplete: Incomplete[] = [];
  const undecided = (inUse: RoleInUse, why: string): RoleAssessment => {
    incomplete.push({ what: `Verdicts on ${inUse.arn}`, why });
    const lookup: RoleLookup = { kind: 'unreadable', arn: inUse.arn, why };
    return { inUse, lookup, actions: [], denied: [], required: required.get(inUse.arn) ?? [], missing: [] };
  };
  const isLate = () => outOfTime(context.deadlines?.judging);
  const assess = (inUse: RoleInUse, lookup: RoleLookup): RoleAssessment => {
    const before = input.judged?.get(inUse);
    if (before !== undefined) return before;
    const late = isLate();
    if (late !== undefined) return undecided(inUse, late);
    try {
      const grants = lookup.kind === 'found' ? { grants: grantsOf(lookup.role, context, isLate) } : {};
      const assessment = judgeRole({ inUse, lookup, required: required.get(inUse.arn) ?? [], ...grants }, evidence);
      const { beyondBudget: why } = assessment;
      if (why !== undefined) incomplete.push({ what: `Verdicts on ${inUse.arn}`, why });
      return assessment;
    } catch (error) {
      return undecided(inUse, messageOf(error));
    }
  };
  const subjects = input.inUse.map((inUse, index) => {
    const lookup = input.lookups[index] ?? { kind: 'unreadable', arn: inUse.arn, why: 'IAM did not answer for it' };
    return { inUse, lookup };
  });
  const byEffort = subjects.toSorted((a, b) => effortOf(a.lookup) - effortOf(b.lookup));
  const assessed = new Map(byEffort.map(({ inUse, lookup }) => [inUse, assess(inUse, lookup)]));
  const assessments = input.inUse.flatMap((inUse) => assessed.get(inUse) ?? []);
  return {
    assessments,
    switches: evidenceSwitches(assessments, evidence),
    ...(input.evidenceNeeds && { evidence: questionOf(roleNeeds(assessments, evidence), input) }),
    incomplete,
  };
}

function questionOf(needs: readonly RoleNeeds[], { regions, usage }: AssessInput): EvidenceQuestion {
  return { needs, trails: usage.trails, regions: regions.enabled ?? regions.watched };
}

function grantsOf(
  role: Role,
  { catalog, scps }: Pick<AuditContext, 'catalog' | 'scps'>,
  isLate: () => string | undefined,
): EffectiveGrants {
  return effectiveGrants(role, catalog, {
    scpLevels: scps?.levels ?? [],
    budget: roleBudget(role, 'the effect of its policies', isLate),
  });
}

/** In which Regions service control policies deny an action to a role; nowhere for a role that was not found. */
function closedByOrganization(
  { levels }: ScpLevels,
  lookups: readonly RoleLookup[],
  regions: readonly string[],
): (action: Action, role: RoleArn) => readonly string[] {
  const roles = new Map(lookups.flatMap((lookup) => (lookup.kind === 'found' ? [[lookup.role.arn, lookup.role]] : [])));
  const closedTo = memoize((arn: RoleArn): ClosedRegions => {
    const role = roles.get(arn);
    return role === undefined ? () => [] : closedRegions(levels, role, regions);
  });
  return (action, role) => closedTo(role)(action);
}

function evidenceOf(
  context: AuditContext,
  { regions, inventory, lookups, usage, seenGrants, tamperedAt, fresh, now }: AssessInput,
): Evidence {
  const { catalog, settings } = context;
  const shownBy = memoize((action: Action) => memoize((eventName: string) => mayShow(eventName, action, catalog)));
  const closedTo = context.scps && closedByOrganization(context.scps, lookups, regions.enabled ?? []);
  const past = {
    ...(closedTo && { closedTo }),
    coverages: usage.coverage,
    enabledRegions: regions.enabled,
    ...(context.trails === undefined && { trailsUnasked: true as const }),
    unshownTypes: usage.unshownTypes,
    mayShow: (eventName: string, action: Action) => shownBy(action)(eventName),
    now,
  };
  const unread = inventory.regions.flatMap((region) => region.unreadTaskDefinitions);
  const unlisted = inventory.regions
    .filter((region) => region.unreadTaskDefinitions.includes(EVERY_FAMILY))
    .map((region) => region.region);
  const refused = Map.groupBy(refusedStarts(inventory.regions, context.account), ({ role }) => role);
  const notAudited = (regions.enabled ?? []).filter((region) => !regions.audited.includes(region));
  return {
    usage: usage.table,
    past,
    watched: watcher(past),
    lastAccessedOf: (role) => usage.lastAccessed.get(role) ?? fresh?.lastAccessed.get(role),
    ...(fresh && { unconfirmed: fresh.failed }),
    operationsKnown: catalog.hasOperations,
    checkedFor: (action) =>
      callActions(
        {
          eventSource: eventSourceOf(serviceOf(action)),
          eventName: nameOf(action),
          parameters: { kind: 'named', names: [], values: {} },
        },
        catalog,
      ).actions.map((proven) => proven.action),
    // Roles share most of their actions, and what could show an action depends on nothing else.
    observabilityOf: memoize((action) => observabilityOf(action, catalog)),
    unreadTaskDefinitions: unread.filter((name) => name !== EVERY_FAMILY),
    unlistedRegions: [...unlisted, ...notAudited],
    statementAges: (role) => statementAges(role, seenGrants.byRole.get(role.roleId)),
    pastGrants: (role) => pastGrants(role, seenGrants.byRole.get(role.roleId), seenGrants.statements),
    grantsKnownSince: (role) => seenGrants.byRole.get(role.roleId)?.since,
    taskFamilies: new Map([
      ...usage.table.taskFamilies(),
      ...inventory.regions.flatMap((region) =>
        (region.runningTasks ?? []).map(({ taskId, family }): [string, string] => [taskId, family]),
      ),
    ]),
    tasksOf: roleTasks(inventory.regions),
    refusedStarts: (role) => refused.get(role) ?? [],
    taskStarts: usage.table.taskStarts(),
    // Of what is older than the look-back nothing was known before, either.
    ...(tamperedAt !== undefined &&
      tamperedAt > now - settings.lookback && { tampering: { at: tamperedAt, windowFrom: now - settings.lookback } }),
    thresholds: { minAge: settings.minAge, minWatched: settings.minWatched },
    now,
    internActions: internLists(),
  };
}
