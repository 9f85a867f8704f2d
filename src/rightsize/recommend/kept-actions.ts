import type { RoleUsage } from '../../evidence/role-usage.ts';
import type { Action } from '../../iam/action.ts';
import { type ActionSet, has, setOf, unionAll } from '../../iam/action-set.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { expandStatementActions } from '../../iam/expand.ts';
import type { Role } from '../../iam/role.ts';
import type { ActionVerdict, RoleAssessment } from '../verdict.ts';

/** What of a role's granted actions stays. */
export interface KeptActions {
  /** Of the catalogue's actions: all but the dropped and the ineffective ones. */
  readonly known: ActionSet;
  /** Those that were seen or that a task definition asks for, and so are always written out by name. */
  readonly needed: ActionSet;
  /** The unused ones. */
  readonly dropped: readonly Action[];
  /** Those that the permissions boundary does not allow anyway. */
  readonly ineffective: readonly Action[];
  /** What goes without being known to be unused; empty unless only what is needed stays. */
  readonly unproven: readonly Action[];
  /** Whether patterns stay that match nothing which the catalogue knows. */
  readonly keepsUnknown: boolean;
  verdictOf(action: string): ActionVerdict | undefined;
  /**
   * Actions beyond the catalogue that were seen, and `service:*` of each service with events of which nobody knows the
   * action: a wildcard may have granted them, and no verdict speaks of them.
   */
  readonly beyond: readonly string[];
}

/**
 * Sorts a role's actions by their verdicts. An action without a verdict is kept, and so is what a deny blocks: a deny may be
 * there for a while only. With `usedOnly` what was used or is required stays alone.
 */
export function keptActions(
  role: Role,
  assessment: RoleAssessment,
  usage: RoleUsage,
  catalog: Catalog,
  usedOnly: boolean,
): KeptActions {
  const verdicts = new Map(assessment.actions.map((verdict) => [verdict.action.toLowerCase(), verdict]));
  const bounded = allowedByBoundary(role, catalog);
  const isIneffective = ({ action, verdict }: ActionVerdict): boolean => {
    const place = catalog.indexOf(action);
    return verdict === 'blocked' && place !== undefined && bounded !== undefined && !has(bounded, place);
  };
  const placesWith = (wanted: (verdict: ActionVerdict) => boolean): ActionSet =>
    setOf(
      catalog.size,
      assessment.actions.filter(wanted).flatMap(({ action }) => catalog.indexOf(action) ?? []),
    );
  const actionsWith = (wanted: (verdict: ActionVerdict) => boolean): readonly Action[] =>
    assessment.actions.filter(wanted).map(({ action }) => action);
  const seenBeyond = [...usage.used.values()].map((each) => each.action as string);
  const unknownEvents = [...usage.servicesWithUnknownEvents.keys()].map((service) => `${service}:*`);
  const needed = placesWith(isNeeded);
  const isUnproven = (one: ActionVerdict): boolean =>
    usedOnly && !isNeeded(one) && one.verdict !== 'unused' && !isIneffective(one);
  return {
    known: usedOnly ? needed : placesWith((one) => one.verdict !== 'unused' && !isIneffective(one)),
    needed,
    unproven: actionsWith(isUnproven),
    keepsUnknown: !usedOnly,
    dropped: actionsWith(({ verdict }) => verdict === 'unused'),
    ineffective: actionsWith(isIneffective),
    verdictOf: (action) => verdicts.get(action.toLowerCase()),
    beyond: [...seenBeyond.filter((action) => catalog.indexOf(action) === undefined), ...unknownEvents].sort(),
  };
}

/** Whether an action was used or is required. */
export function isNeeded({ verdict }: ActionVerdict): boolean {
  return verdict === 'used' || verdict === 'required';
}

/** What the boundary allows at all; undefined for a role without one, and where IAM may read the boundary otherwise. */
function allowedByBoundary({ boundary }: Role, catalog: Catalog): ActionSet | undefined {
  if (boundary?.document.ok !== true || boundary.document.value.notes.length > 0) return undefined;
  const allows = boundary.document.value.statements.filter(({ effect }) => effect === 'Allow');
  return unionAll(
    catalog.size,
    allows.map((statement) => expandStatementActions(catalog, statement).known),
  );
}
