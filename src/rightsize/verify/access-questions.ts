import { getOrInsert } from '../../base/get-or-insert.ts';
import type { RequiredPermission } from '../../ecs/role-use.ts';
import { actionKey } from '../../evidence/action-usage.ts';
import type { Action } from '../../iam/action.ts';
import { checkedResources } from '../../iam/arn-forms.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { namesAction } from '../../iam/match-statement.ts';
import { isWild } from '../../iam/pattern.ts';
import type { PolicyChange } from '../recommend/recommendation.ts';
import type { ActionVerdict } from '../verdict.ts';

/** Actions that are asked about together, as they are on one resource. */
export interface AccessQuestion {
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly actions: readonly Action[];
}

/** What was decided about a role's actions, from an audit or a stored report. */
export interface DecidedRole {
  readonly actions: readonly Pick<ActionVerdict, 'action' | 'verdict' | 'resources'>[];
  readonly required: readonly (Pick<RequiredPermission, 'resources' | 'certainty'> & { readonly action: string })[];
}

/** Of the resources of one action as many are asked about. */
const MOST_RESOURCES = 10;

/**
 * What IAM is to be asked about a change: each used or required action on the resources seen or declared. Where those are not known,
 * what the new policies grant it on. A pattern is asked about by an ARN that fits it.
 */
export function accessQuestions(role: DecidedRole, change: PolicyChange, catalog: Catalog): readonly AccessQuestion[] {
  const byResource = new Map<string, Set<Action>>();
  for (const { action, verdict, resources } of role.actions) {
    if (verdict !== 'used' && verdict !== 'required') continue;
    const declared = role.required
      .filter((need) => need.certainty === 'certain' && actionKey(need.action as Action) === actionKey(action))
      .flatMap((need) => need.resources);
    const seen = checkedResources(
      action,
      resources.filter((each) => each.startsWith('arn:')),
      catalog,
    );
    const known = [...new Set([...seen, ...declared])];
    const asked = known.length > 0 ? known : grantedOn(action, change);
    for (const resource of asked.slice(0, MOST_RESOURCES)) {
      getOrInsert(byResource, representative(resource), () => new Set<Action>()).add(action);
    }
  }
  return [...byResource].map(([resource, actions]) => ({ resource, actions: [...actions] }));
}

function grantedOn(action: Action, { documents }: PolicyChange): readonly string[] {
  const granted = documents.flatMap(({ document }) =>
    document.statements
      .filter((statement) => statement.effect === 'Allow' && namesAction(statement, action))
      .flatMap(({ resource = ['*'] }) => resource),
  );
  return granted.length === 0 ? ['*'] : [...new Set(granted)];
}

function representative(resource: string): string {
  return resource === '*' || !isWild(resource) ? resource : resource.replace(/[*?]/g, 'x');
}
