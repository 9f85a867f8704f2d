/** What the end of a task-definition ARN says, `…/my-app:7`; revision 0 where there is none. */
export function familyAndRevisionOf(taskDefinitionArn: string): { readonly family: string; readonly revision: number } {
  const [family = '', revision = ''] = taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf('/') + 1).split(':');
  return { family, revision: /^\d+$/.test(revision) ? Number(revision) : 0 };
}
