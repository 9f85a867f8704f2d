import { INSTANCE_ROLE_NOTE } from '../ecs/required/requirement.ts';
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
  ).map((need) => {
    if (!openFields.has(need.field)) return need;
    const isSure = need.certainty === 'certain' || need.note?.includes(INSTANCE_ROLE_NOTE) === true;
    return {
      ...need,
      certainty: 'possible',
      note: isSure || need.note === undefined ? openNote(need.field) : need.note,
    };
  });
}

function openNote(field: string): string {
  return field.endsWith('.image')
    ? 'the file leaves the image open: needed where it is in a private Amazon ECR repository'
    : 'the file leaves the value open: needed where it is kept there';
}
