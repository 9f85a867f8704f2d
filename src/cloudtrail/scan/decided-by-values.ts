import { withoutApiVersion } from '../event-name.ts';
import { SECONDARY_ROWS } from '../secondary-actions.ts';

/** Events of DynamoDB statements and transactions: the text of the statements names the actions. */
const STATEMENT_EVENT = /^(TransactWriteItems|(Batch)?Execute(Statement|Transaction))$/i;
/** Event names with a secondary action that depends on a text among the parameters, of any service. */
const BY_TEXT = new Set(
  SECONDARY_ROWS.filter((row) => row.text !== undefined).flatMap((row) =>
    row.events.map((event) => event.slice(event.indexOf(':') + 1).toLowerCase()),
  ),
);
/** Read-only IAM events: they change no grant. */
const IAM_READ = /^(Get|List|Generate|Simulate)/;

/** Whether values of request parameters, not only their shape, decide what a record proves. Such records are always parsed in full. */
export function isDecidedByValues(eventName: string): boolean {
  return [eventName, withoutApiVersion(eventName) ?? eventName].some(
    (name) => STATEMENT_EVENT.test(name) || BY_TEXT.has(name.toLowerCase()),
  );
}

/** Whether a record of any caller may be a role assumption, a grant change or the start of a task with roles. Such records are parsed in full. */
export function mayTellOfRoles(eventSource: string, eventName: string): boolean {
  if (eventSource === 'iam.amazonaws.com') return !IAM_READ.test(eventName);
  if (eventSource === 'ecs.amazonaws.com') return eventName === 'RunTask' || eventName === 'StartTask';
  return eventSource === 'sts.amazonaws.com' && eventName.startsWith('AssumeRole');
}
