import { getOrInsert } from '../../base/get-or-insert.ts';
import type { StepBudget } from '../../base/step-budget.ts';
import { statementCovers } from '../../iam/expand.ts';
import type { ConditionBlock, Statement } from '../../iam/policy.ts';
import { resourceCovers } from '../../iam/resource-cover.ts';

/** What it costs to compare two patterns of resources. */
const STEPS_PER_RESOURCE = 20;

/** Statements under the same conditions, and by the text of each resource those that name it. */
interface Alike {
  readonly statements: readonly Statement[];
  readonly naming: ReadonlyMap<string, readonly Statement[]>;
}

const NONE: Alike = { statements: [], naming: new Map() };

/**
 * Says of an Allow statement whether each of its actions on each of its resources is granted by one of `allows` under the same conditions.
 *
 * @throws {BudgetExceeded} when comparing takes more steps than there are
 */
export function grantedWithin(allows: readonly Statement[], budget: StepBudget): (statement: Statement) => boolean {
  const byCondition = new Map(
    [...Map.groupBy(allows, conditionKey)].map(([key, statements]): [string, Alike] => [
      key,
      { statements, naming: byResource(statements) },
    ]),
  );
  const covers = (wide: Statement, action: string): boolean => {
    budget.spend(elementCount(wide));
    return wide.action?.includes(action) === true || statementCovers(wide, action);
  };
  return (statement) => {
    const alike = byCondition.get(conditionKey(statement)) ?? NONE;
    if (statement.notAction !== undefined || statement.notResource !== undefined) return isOneOf(statement, alike);
    const resources = statement.resource ?? [];
    return (statement.action ?? []).every((action) => {
      // Most often a statement names the resource as one of today's does.
      const open = resources.filter((text) => alike.naming.get(text)?.some((wide) => covers(wide, action)) !== true);
      if (open.length === 0) return true;
      const covering = alike.statements.filter((wide) => covers(wide, action));
      const wider = new Set(covering.flatMap(({ resource = [] }) => resource));
      budget.spend(STEPS_PER_RESOURCE * open.length * wider.size);
      return open.every((text) => [...wider].some((wide) => resourceCovers(wide, text)));
    });
  };
}

function conditionKey({ condition }: { readonly condition?: ConditionBlock }): string {
  return JSON.stringify(condition) ?? '';
}

function byResource(statements: readonly Statement[]): Alike['naming'] {
  const naming = new Map<string, Statement[]>();
  for (const statement of statements) {
    for (const text of statement.resource ?? []) getOrInsert(naming, text, () => []).push(statement);
  }
  return naming;
}

/** What is written as an exception is compared as it is written. */
function isOneOf(statement: Statement, { statements }: Alike): boolean {
  const exceptions = JSON.stringify(statement.notAction);
  const resources = resourceKey(statement);
  return (statement.action ?? ['']).every((action) =>
    statements.some(
      (other) =>
        resourceKey(other) === resources &&
        (statement.notAction === undefined
          ? statementCovers(other, action)
          : JSON.stringify(other.notAction) === exceptions),
    ),
  );
}

function resourceKey({ resource, notResource }: Statement): string {
  return JSON.stringify([resource?.toSorted(), notResource?.toSorted()]);
}

/** What a statement is looked through for. */
function elementCount({ action = [], notAction = [], resource = [] }: Statement): number {
  return 1 + action.length + notAction.length + resource.length;
}
