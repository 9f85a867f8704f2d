import { withoutApiVersion } from '../event-name.ts';
import { SECONDARY_ROWS } from '../secondary-actions.ts';

/** DynamoDB's statements and transactions name the actions inside their text. */
const STATEMENT_EVENT = /^(TransactWriteItems|(Batch)?Execute(Statement|Transaction))$/i;
/** Events of which a text among the parameters decides, of whichever service. */
const BY_TEXT = new Set(
  SECONDARY_ROWS.filter((row) => row.text !== undefined).flatMap((row) =>
    row.events.map((event) => event.slice(event.indexOf(':') + 1).toLowerCase()),
  ),
);
/** IAM's own reads change nothing that anybody was granted. */
const IAM_READ = /^(Get|List|Generate|Simulate)/;

/**
 * Whether more than its source, its name and the shape of its parameters decides what a record of a role's call
 * proves: the values of parameters. Such records are always read in full.
 */
export function isDecidedByValues(eventName: string): boolean {
  return [eventName, withoutApiVersion(eventName) ?? eventName].some(
    (name) => STATEMENT_EVENT.test(name) || BY_TEXT.has(name.toLowerCase()),
  );
}

/**
 * Whether a record, whoever called, may tell of a role assumed, a grant changed or a task of roles started. Such records
 * are read in full.
 */
export function mayTellOfRoles(eventSource: string, eventName: string): boolean {
  if (eventSource === 'iam.amazonaws.com') return !IAM_READ.test(eventName);
  if (eventSource === 'ecs.amazonaws.com') return eventName === 'RunTask' || eventName === 'StartTask';
  return eventSource === 'sts.amazonaws.com' && eventName.startsWith('AssumeRole');
}
