import type { Action } from '../iam/action.ts';
import { asArray, asObject, type JsonObject, leavesOf } from './json.ts';

const TRANSACT_PART: Readonly<Record<string, Action>> = {
  put: 'dynamodb:PutItem',
  update: 'dynamodb:UpdateItem',
  delete: 'dynamodb:DeleteItem',
  conditioncheck: 'dynamodb:ConditionCheckItem',
};

const PARTIQL_VERB: Readonly<Record<string, Action>> = {
  select: 'dynamodb:PartiQLSelect',
  insert: 'dynamodb:PartiQLInsert',
  update: 'dynamodb:PartiQLUpdate',
  delete: 'dynamodb:PartiQLDelete',
};

const PARTIQL_EVENT = /^(Batch)?Execute(Statement|Transaction)$/i;

/**
 * The actions that the parameters of a DynamoDB transaction or PartiQL call name. `undefined` when they do not say it
 * of every part (CloudTrail hides or leaves out some): then any of them may have been meant.
 */
export function statementActions(eventName: string, parameters: JsonObject): readonly Action[] | undefined {
  if (/^TransactWriteItems$/i.test(eventName)) return transactionActions(parameters);
  if (PARTIQL_EVENT.test(eventName)) return partiqlActions(parameters);
  return undefined;
}

function transactionActions(parameters: JsonObject): readonly Action[] | undefined {
  const parts = asArray(parameters['transactItems'] ?? parameters['TransactItems']);
  const actions = parts.map((part) => {
    const [kind] = Object.keys(asObject(part) ?? {});
    return kind === undefined ? undefined : TRANSACT_PART[kind.toLowerCase()];
  });
  return allOrNothing(actions);
}

function partiqlActions(parameters: JsonObject): readonly Action[] | undefined {
  const statements = leavesOf(parameters).filter(({ key }) => /^statement$/i.test(key));
  const actions = statements.map(({ value }) => {
    const verb = typeof value === 'string' ? /^\s*(?:EXISTS\s*\(\s*)?([a-z]+)/i.exec(value)?.[1] : undefined;
    return verb === undefined ? undefined : PARTIQL_VERB[verb.toLowerCase()];
  });
  return allOrNothing(actions);
}

function allOrNothing(actions: readonly (Action | undefined)[]): readonly Action[] | undefined {
  const known = actions.filter((action) => action !== undefined);
  return known.length === 0 || known.length < actions.length ? undefined : [...new Set(known)];
}
