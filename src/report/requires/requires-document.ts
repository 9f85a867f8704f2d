import type { Incomplete } from '../../base/incomplete.ts';
import { placeholdersIn, showPlaceholders } from '../../definition-files/placeholder.ts';
import type { DefinitionRequirements, RequiredRole } from '../../definition-files/required-policies.ts';
import type { RoleJob } from '../../ecs/role-use.ts';
import { policyObject } from '../../iam/policy-object.ts';

/** The JSON document of `requires`, version 1. Fields may be added; what is here stays. */
export interface RequiresDocument {
  readonly version: 1;
  readonly definitions: readonly RequiresDefinition[];
  /** What could not be read. */
  readonly incomplete: readonly Incomplete[];
}

export interface RequiresDefinition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly family: string;
  readonly executionRole: RequiresRole;
  /** The needs that the definition declares; what the application itself calls comes on top. */
  readonly taskRole: RequiresRole;
  readonly needs: readonly RequiresNeed[];
  /** What the file leaves open, as it stands in the documents: `<ACCOUNT_ID>`. */
  readonly placeholders: readonly string[];
}

export interface RequiresRole {
  readonly policy: unknown;
  readonly trust: unknown;
  readonly note?: string;
}

export interface RequiresNeed {
  readonly role: RoleJob;
  readonly action: string;
  readonly resources: readonly string[];
  readonly field: string;
  readonly certainty: 'certain' | 'possible';
  readonly line: number;
  readonly column: number;
  readonly note?: string;
}

/** What stands at the task role, whose application the definition does not know. */
export const APPLICATION_NOTE = 'Add the actions that the application itself calls, on the resources that it uses.';

/** The document of `requires … --as json`. */
export function requiresDocument(
  definitions: readonly DefinitionRequirements[],
  incomplete: readonly Incomplete[],
): RequiresDocument {
  return { version: 1, definitions: definitions.map(definitionOf), incomplete };
}

function definitionOf({
  file,
  position,
  family,
  executionRole,
  taskRole,
  needs,
}: DefinitionRequirements): RequiresDefinition {
  const body = {
    executionRole: roleOf(executionRole),
    taskRole: { ...roleOf(taskRole), note: APPLICATION_NOTE },
    needs: needs.map(({ job, action, resources, field, certainty, position: at, note }) => ({
      role: job,
      action,
      resources,
      field,
      certainty,
      ...at,
      ...(note !== undefined && { note }),
    })),
  };
  const placeholders = placeholdersIn(JSON.stringify([body.executionRole, body.taskRole]));
  return { file, ...position, family, ...showPlaceholders(body), placeholders };
}

function roleOf({ policy, trust }: RequiredRole): RequiresRole {
  return { policy: policyObject(policy), trust: policyObject(trust) };
}
