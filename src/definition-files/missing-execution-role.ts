import { byText } from '../base/by-text.ts';
import { listed } from '../base/format.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { executionRoleMissingPermission } from '../findings/rules/execution-role-missing-permission.ts';
import type { CheckFinding } from './check-finding.ts';
import type { FileDefinition } from './file-contents.ts';
import { withPlaceholders } from './placeholder.ts';

/** A definition that names no execution role and certainly needs one: the same as a role that lacks all of it. */
export function missingExecutionRole(
  file: string,
  { definition, needs }: { readonly definition: FileDefinition; readonly needs: readonly RequiredPermission[] },
): CheckFinding {
  const { family } = definition.definition;
  const actions = [...new Set(needs.map(({ action }) => action))].sort(byText);
  const fields = [...new Set(needs.map(({ field }) => field))].sort(byText);
  return {
    rule: executionRoleMissingPermission.id,
    severity: 'HIGH',
    title: `${family} names no execution role and needs one`,
    description: withPlaceholders(
      `${listed(actions, 8)} ${actions.length === 1 ? 'is' : 'are'} needed by ${listed(fields, 4)}, and without an execution role the ECS agent has no permissions: the task does not start.`,
    ),
    file,
    ...definition.positionOf(fields[0] ?? ''),
    family,
    families: [family],
    role: '',
    actions,
    remedy: `Name an execution role in executionRoleArn of ${family}. ecs-role-auditor requires prints its policy and trust policy.`,
  };
}
