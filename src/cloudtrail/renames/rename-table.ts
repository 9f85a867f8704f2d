import type { Action } from '../../iam/action.ts';
import { API_GATEWAY_ANY_OF, API_GATEWAY_RENAMES } from './apigateway.ts';
import { COMPUTE_ANY_OF, COMPUTE_RENAMES } from './compute.ts';
import { DATABASE_ANY_OF, DATABASE_RENAMES } from './databases.ts';
import { GOVERNANCE_ANY_OF, GOVERNANCE_RENAMES } from './governance.ts';
import { MESSAGING_RENAMES } from './messaging.ts';
import type { AnyOfRow, RenameRow } from './rename-row.ts';
import { S3_RENAMES } from './s3.ts';
import { S3_EXPRESS_RENAMES } from './s3express.ts';

/** Every renamed event, all services. */
export const RENAMES: readonly RenameRow[] = [
  ...S3_RENAMES,
  ...S3_EXPRESS_RENAMES,
  ...MESSAGING_RENAMES,
  ...COMPUTE_RENAMES,
  ...DATABASE_RENAMES,
  ...GOVERNANCE_RENAMES,
  ...API_GATEWAY_RENAMES,
];

/** Every event that needs one or more of several actions. */
export const ANY_OF: readonly AnyOfRow[] = [
  ...COMPUTE_ANY_OF,
  ...DATABASE_ANY_OF,
  ...GOVERNANCE_ANY_OF,
  ...API_GATEWAY_ANY_OF,
];

const RENAMED = byEvent(RENAMES);
const DECIDED_LATER = byEvent(ANY_OF);

/** The actions that an event named otherwise needs, all of them; `undefined` when the event is not renamed. */
export function renamedActions(prefix: string, eventName: string): readonly Action[] | undefined {
  return RENAMED.get(`${prefix}:${eventName}`.toLowerCase());
}

/** The actions of which an event needs one or more; `undefined` when the event is not such a one. */
export function anyOfActions(prefix: string, eventName: string): readonly Action[] | undefined {
  return DECIDED_LATER.get(`${prefix}:${eventName}`.toLowerCase());
}

function byEvent(rows: readonly (RenameRow | AnyOfRow)[]): ReadonlyMap<string, readonly Action[]> {
  return new Map(rows.map(([event, actions]) => [event.toLowerCase(), actions]));
}
