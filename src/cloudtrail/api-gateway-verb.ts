import type { Action } from '../iam/action.ts';

/** One fact: how the operation's first word tells the HTTP method, which is the permission in API Gateway. */
const VERBS: readonly (readonly [word: string, action: Action])[] = [
  ['Get', 'apigateway:GET'],
  ['Export', 'apigateway:GET'],
  ['Create', 'apigateway:POST'],
  ['TestInvoke', 'apigateway:POST'],
  ['Put', 'apigateway:PUT'],
  ['Update', 'apigateway:PATCH'],
  ['Delete', 'apigateway:DELETE'],
];

/**
 * The HTTP method that an API Gateway event is authorised as ("Actions, resources, and condition keys for Amazon API
 * Gateway Management"); versions 1 and 2 follow one naming, and what does not is in the rename table.
 */
export function apiGatewayVerb(eventName: string): Action | undefined {
  return VERBS.find(([word]) => eventName.startsWith(word) && /^[A-Z]/.test(eventName.slice(word.length)))?.[1];
}
