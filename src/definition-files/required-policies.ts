import { getOrInsert } from '../base/get-or-insert.ts';
import { INSTANCE_ROLE_NOTE } from '../ecs/required/requirement.ts';
import type { RequiredPermission, RoleJob } from '../ecs/role-use.ts';
import type { PolicyDocument, Statement } from '../iam/policy.ts';
import type { Position } from './document-path.ts';
import type { FileDefinition, FilePlace } from './file-contents.ts';
import { needsOf } from './needs-of.ts';

/** A need, with the place of its field in the file. */
export interface PlacedNeed extends RequiredPermission {
  readonly position: Position;
}

/** The two documents that a role needs. */
export interface RequiredRole {
  readonly policy: PolicyDocument;
  readonly trust: PolicyDocument;
}

/** All that a definition of a file needs. */
export interface DefinitionRequirements {
  readonly file: string;
  readonly family: string;
  readonly position: Position;
  readonly needs: readonly PlacedNeed[];
  readonly executionRole: RequiredRole;
  readonly taskRole: RequiredRole;
}

/** Works out what a definition needs: the smallest policies that its fields allow, and the trust policy of both roles. */
export function requirementsOf(file: string, definition: FileDefinition): DefinitionRequirements {
  const needs = needsOf(definition).map((need) => ({ ...need, position: definition.positionOf(need.field) }));
  const trust = ecsTrust(definition.place);
  return {
    file,
    family: definition.definition.family,
    position: definition.positionOf(''),
    needs,
    executionRole: { policy: policyOf(needs, 'execution'), trust },
    taskRole: { policy: policyOf(needs, 'task'), trust },
  };
}

/** Whether the policy holds a need: one that is certain, or that an instance's role may meet as well where tasks run on one. */
export function isGranted({ certainty, note = '' }: RequiredPermission): boolean {
  return certainty === 'certain' || note.includes(INSTANCE_ROLE_NOTE);
}

function policyOf(needs: readonly RequiredPermission[], job: RoleJob): PolicyDocument {
  const actionsOn = new Map<string, Set<string>>();
  for (const need of needs.filter((each) => each.job === job && isGranted(each))) {
    getOrInsert(actionsOn, JSON.stringify(partsOf(need.resources)), () => new Set<string>()).add(need.action);
  }
  const resourcesOf = new Map<string, Set<string>>();
  for (const [resources, actions] of actionsOn) {
    const all = getOrInsert(resourcesOf, JSON.stringify([...actions].sort()), () => new Set<string>());
    for (const resource of JSON.parse(resources) as readonly string[]) all.add(resource);
  }
  const statements = [...resourcesOf].map(
    ([actions, resources], index): Statement => ({
      effect: 'Allow',
      action: JSON.parse(actions) as readonly string[],
      resource: [...resources],
      index,
    }),
  );
  return { version: '2012-10-17', statements, notes: [] };
}

/**
 * Of a secret that is given without its random suffix the pattern with it is enough: Secrets Manager gives every ARN one. A name that is
 * made when the secret is created is part of its whole ARN.
 */
function partsOf(resources: readonly string[]): readonly string[] {
  const [first = '', second] = resources;
  if (resources.length !== 2 || second !== `${first}-??????`) return resources;
  return /<@[^<>]*>$/.test(first) ? [first] : [second];
}

/** "Amazon ECS task IAM role": a source account and a source ARN, which cannot name one cluster. */
function ecsTrust({ partition, region, accountId }: FilePlace): PolicyDocument {
  const statement: Statement = {
    effect: 'Allow',
    principal: { Service: ['ecs-tasks.amazonaws.com'] },
    action: ['sts:AssumeRole'],
    condition: {
      StringEquals: { 'aws:SourceAccount': [accountId] },
      ArnLike: { 'aws:SourceArn': [`arn:${partition}:ecs:${region}:${accountId}:*`] },
    },
    index: 0,
  };
  return { version: '2012-10-17', statements: [statement], notes: [] };
}
