import { counted } from '../base/format.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { familyAndRevisionOf } from '../ecs/task-definition-arn.ts';

/** Says which task-definition field asks for a permission: `containerDefinitions[0].image of my-app:3 requires it.` */
export function requirementSentence(required: readonly RequiredPermission[], verb: 'requires' | 'may require'): string {
  const newest = [...required].sort(newestFirst)[0];
  if (newest === undefined) return '';
  const { family, revision } = familyAndRevisionOf(newest.taskDefinitionArn);
  const definitions = new Set(required.map((permission) => permission.taskDefinitionArn));
  const others = definitions.size > 1 ? ` (and ${counted(definitions.size - 1, 'other task definition')})` : '';
  const note = newest.note === undefined ? '' : `: ${newest.note}`;
  return `${newest.field} of ${family}:${revision} in ${newest.region}${others} ${verb} it${note}.`;
}

/** Families by name, their newest revision first, then fields by name: the same choice whatever the order of reading. */
function newestFirst(a: RequiredPermission, b: RequiredPermission): number {
  const key = (permission: RequiredPermission) => `${permission.family} ${permission.region}`;
  if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
  const revisions =
    familyAndRevisionOf(b.taskDefinitionArn).revision - familyAndRevisionOf(a.taskDefinitionArn).revision;
  if (revisions !== 0) return revisions;
  return a.field < b.field ? -1 : a.field > b.field ? 1 : 0;
}
