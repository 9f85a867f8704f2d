import type { AuditContext } from '../audit-context.ts';
import { messageOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import { callActions } from '../cloudtrail/event-actions.ts';
import { eventSourceOf } from '../cloudtrail/event-source.ts';
import { observabilityOf } from '../cloudtrail/observability.ts';
import { EVERY_FAMILY } from '../ecs/inventory.ts';
import { requiredByRole } from '../ecs/required-permissions.ts';
import { roleTasks } from '../ecs/role-tasks.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import { watcher } from '../evidence/watched.ts';
import { type Action, nameOf, serviceOf } from '../iam/action.ts';
import { effectiveGrants } from '../iam/effective-grants.ts';
import type { RoleLookup } from '../iam/role.ts';
import { type GrantHistory, statementAges } from '../ledger/grant-history.ts';
import type { Evidence, Observability } from '../rightsize/assessment-input.ts';
import { type EvidenceSwitch, evidenceSwitches } from '../rightsize/evidence-switches.ts';
import { judgeRole } from '../rightsize/judge-role.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { RegionScope } from './choose-regions.ts';
import type { Inventory } from './read-inventory.ts';
import type { UsageReadings } from './read-usage.ts';

export interface AssessInput {
  readonly regions: RegionScope;
  readonly inventory: Inventory;
  readonly inUse: readonly RoleInUse[];
  /** One per role in use, in the same order. */
  readonly lookups: readonly RoleLookup[];
  readonly usage: UsageReadings;
  /** By role id: what this run and earlier ones saw of grants. */
  readonly seenGrants: ReadonlyMap<string, GrantHistory>;
  readonly now: EpochMs;
}

/** Decides about each role by itself: one that cannot be decided is stated as unreadable and never sinks the rest. */
export function assessRoles(
  context: AuditContext,
  input: AssessInput,
): {
  readonly assessments: readonly RoleAssessment[];
  readonly switches: readonly EvidenceSwitch[];
  readonly incomplete: readonly Incomplete[];
} {
  const { catalog } = context;
  const evidence = evidenceOf(context, input);
  const required = requiredByRole(input.inventory.regions, context.account);
  const incomplete: Incomplete[] = [];
  const assessments = input.inUse.map((inUse, index): RoleAssessment => {
    const lookup = input.lookups[index] ?? { kind: 'unreadable', arn: inUse.arn, why: 'IAM did not answer for it' };
    const requirements = required.get(inUse.arn) ?? [];
    try {
      const grants = lookup.kind === 'found' ? { grants: effectiveGrants(lookup.role, catalog) } : {};
      return judgeRole({ inUse, lookup, required: requirements, ...grants }, evidence);
    } catch (error) {
      const why = messageOf(error);
      incomplete.push({ what: `Verdicts on ${inUse.arn}`, why });
      const unreadable: RoleLookup = { kind: 'unreadable', arn: inUse.arn, why };
      return { inUse, lookup: unreadable, actions: [], denied: [], required: requirements, missing: [] };
    }
  });
  return { assessments, switches: evidenceSwitches(assessments, evidence), incomplete };
}

function evidenceOf(context: AuditContext, { regions, inventory, usage, seenGrants, now }: AssessInput): Evidence {
  const { catalog, settings } = context;
  const past = { coverages: usage.coverage, enabledRegions: regions.enabled, now };
  const unread = inventory.regions.flatMap((region) => region.unreadTaskDefinitions);
  const unlisted = inventory.regions
    .filter((region) => region.unreadTaskDefinitions.includes(EVERY_FAMILY))
    .map((region) => region.region);
  const notAudited = (regions.enabled ?? []).filter((region) => !regions.audited.includes(region));
  return {
    usage: usage.table,
    past,
    watched: watcher(past),
    lastAccessedOf: (role) => usage.lastAccessed.get(role),
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
    observabilityOf: remembered((action) => observabilityOf(action, catalog)),
    unreadTaskDefinitions: unread.filter((name) => name !== EVERY_FAMILY),
    unlistedRegions: [...unlisted, ...notAudited],
    statementAges: (role) => statementAges(role, seenGrants.get(role.roleId)),
    taskFamilies: new Map([
      ...usage.table.taskFamilies(),
      ...inventory.regions.flatMap((region) =>
        (region.runningTasks ?? []).map(({ taskId, family }): [string, string] => [taskId, family]),
      ),
    ]),
    tasksOf: roleTasks(inventory.regions),
    taskStarts: usage.table.taskStarts(),
    thresholds: { minAge: settings.minAge, minWatched: settings.minWatched },
    now,
  };
}

/** Roles share most of their actions, and what could show an action depends on nothing else. */
function remembered(decide: (action: Action) => Observability): (action: Action) => Observability {
  const known = new Map<Action, Observability>();
  return (action) => {
    const before = known.get(action);
    if (before !== undefined) return before;
    const decided = decide(action);
    known.set(action, decided);
    return decided;
  };
}
