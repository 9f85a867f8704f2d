import type { Action } from '../iam/action.ts';
import { asArray, asObject, type JsonObject, leavesOf } from './json.ts';

const TRANSACT_PART: ReadonlyMap<string, Action> = new Map([
  ['put', 'dynamodb:PutItem'],
  ['update', 'dynamodb:UpdateItem'],
  ['delete', 'dynamodb:DeleteItem'],
  ['conditioncheck', 'dynamodb:ConditionCheckItem'],
]);

const PARTIQL_VERB: ReadonlyMap<string, Action> = new Map([
  ['select', 'dynamodb:PartiQLSelect'],
  ['insert', 'dynamodb:PartiQLInsert'],
  ['update', 'dynamodb:PartiQLUpdate'],
  ['delete', 'dynamodb:PartiQLDelete'],
]);

const PARTIQL_EVENTS = new Set([
  'executestatement',
  'executetransaction',
  'batchexecutestatement',
  'batchexecutetransaction',
]);

/**
 * The actions that the parameters of a DynamoDB transaction or PartiQL call name. `undefined` when they do not say it
 * of every part (CloudTrail hides or leaves out some): then any of them may have been meant.
 */
export function statementActions(eventName: string, parameters: JsonObject): readonly Action[] | undefined {
  const name = eventName.toLowerCase();
  if (name === 'transactwriteitems') return transactionActions(parameters);
  return PARTIQL_EVENTS.has(name) ? partiqlActions(parameters) : undefined;
}

function transactionActions(parameters: JsonObject): readonly Action[] | undefined {
  const parts = asArray(parameters['transactItems'] ?? parameters['TransactItems']);
  const actions = parts.map((part) => {
    const [kind] = Object.keys(asObject(part) ?? {});
    return kind === undefined ? undefined : TRANSACT_PART.get(kind.toLowerCase());
  });
  return allOrNothing(actions);
}

function partiqlActions(parameters: JsonObject): readonly Action[] | undefined {
  const statements = leavesOf(parameters).filter(({ key }) => key.toLowerCase() === 'statement');
  const actions = statements.map(({ value }) => {
    const verb = /^\s*(?:EXISTS\s*\(\s*)?([a-z]+)/i.exec(String(value))?.[1];
    return verb === undefined ? undefined : PARTIQL_VERB.get(verb.toLowerCase());
  });
  return allOrNothing(actions);
}

function allOrNothing(actions: readonly (Action | undefined)[]): readonly Action[] | undefined {
  const known = actions.filter((action) => action !== undefined);
  return known.length === 0 || known.length < actions.length ? undefined : [...new Set(known)];
}
