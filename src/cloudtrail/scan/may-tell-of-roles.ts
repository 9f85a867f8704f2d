/** Read-only IAM events: they change no grant. */
const IAM_READ = /^(Get|List|Generate|Simulate)/;

const TELLING_OF_TASKS = /^(?:RunTask|StartTask|Register(?:Daemon)?TaskDefinition)$/;

/** Whether a record of any caller may be a role assumption, a grant change, a task definition or the start of a task with roles. Such records are parsed in full. */
export function mayTellOfRoles(eventSource: string, eventName: string): boolean {
  if (eventSource === 'iam.amazonaws.com') return !IAM_READ.test(eventName);
  if (eventSource === 'ecs.amazonaws.com') return TELLING_OF_TASKS.test(eventName);
  return eventSource === 'sts.amazonaws.com' && eventName.startsWith('AssumeRole');
}
