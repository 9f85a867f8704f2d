import { isAgentAction } from '../ecs/declarable-actions.ts';
import type { Action } from '../iam/action.ts';

/** Actions that grants for the ECS agent commonly include although it never calls them: no sign that the two roles were confused. */
const CLOSE_RELATIVES: ReadonlySet<string> = new Set(['secretsmanager:describesecret', 'ssm:getparametersbypath']);

/** True where the action belongs on an execution role: the agent calls it, or grants for the agent commonly include it. */
export function belongsToTheAgent(action: Action): boolean {
  return isAgentAction(action) || CLOSE_RELATIVES.has(action.toLowerCase());
}
