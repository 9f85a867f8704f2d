import { isAgentAction } from '../ecs/declarable-actions.ts';
import type { Action } from '../iam/action.ts';

/** What grants for the agent commonly add though it never calls it: no sign of a confusion of the two roles. */
const CLOSE_RELATIVES: ReadonlySet<string> = new Set(['secretsmanager:describesecret', 'ssm:getparametersbypath']);

/** Whether the action belongs on an execution role: the agent calls it, or grants for the agent commonly add it. */
export function belongsToTheAgent(action: Action): boolean {
  return isAgentAction(action) || CLOSE_RELATIVES.has(action.toLowerCase());
}
