import { requiredPermissions } from '../ecs/required-permissions.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { FileDefinition } from './file-contents.ts';

/**
 * What a definition of a file needs of its two roles, whether or not it names them. Of a field that the file leaves open nobody can say
 * what it needs for certain.
 */
export function needsOf(file: FileDefinition): readonly RequiredPermission[] {
  const { definition, place, execEnabled, launchedOn, openFields } = file;
  const { accountId, partition, region } = place;
  const named = (name: string): RoleArn => `arn:${partition}:iam::${accountId}:role/${name}`;
  return requiredPermissions(
    { ...definition, taskRoleArn: named('task'), executionRoleArn: named('execution') },
    { accountId, partition, region, execEnabled, launchedOn },
  ).map((need) => (openFields.has(need.field) ? { ...need, certainty: 'possible', note: OPEN_NOTE } : need));
}

const OPEN_NOTE =
  'the file leaves the value open: needed where it is in a private Amazon ECR repository or a store of this kind';
