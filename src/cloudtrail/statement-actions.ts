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

const TRANSACTION = 'transactwriteitems';
const PARTIQL_EVENTS = new Set([
  'executestatement',
  'executetransaction',
  'batchexecutestatement',
  'batchexecutetransaction',
]);

/** Longer words are none of a statement's. */
const MAX_WORD = 32;

/** Whether the statements of a DynamoDB call, and not its name, say which actions it needs. */
export function isStatementEvent(eventName: string): boolean {
  const name = eventName.toLowerCase();
  return name === TRANSACTION || PARTIQL_EVENTS.has(name);
}

/**
 * The kinds of the parts of a DynamoDB transaction (`put`) or the verbs of PartiQL statements (`select`), in lower case.
 * `undefined` where not every part tells its kind: CloudTrail hides or leaves out some.
 */
export function statementsIn(parameters: JsonObject, eventName: string): readonly string[] | undefined {
  return eventName.toLowerCase() === TRANSACTION ? transactionParts(parameters) : partiqlVerbs(parameters);
}

/** The actions behind the statements of a DynamoDB call; `undefined` where one of them is not known: any may have been meant. */
export function statementActions(eventName: string, statements: readonly string[]): readonly Action[] | undefined {
  const known = eventName.toLowerCase() === TRANSACTION ? TRANSACT_PART : PARTIQL_VERB;
  return allOrNothing(statements.map((word) => known.get(word)));
}

function transactionParts(parameters: JsonObject): readonly string[] | undefined {
  const parts = asArray(parameters['transactItems'] ?? parameters['TransactItems']);
  return allOrNothing(
    parts.map((part) => {
      const [kind] = Object.keys(asObject(part) ?? {});
      return kind === undefined || kind.length > MAX_WORD ? undefined : kind.toLowerCase();
    }),
  );
}

function partiqlVerbs(parameters: JsonObject): readonly string[] | undefined {
  const statements = leavesOf(parameters).filter(({ key }) => key.toLowerCase() === 'statement');
  return allOrNothing(
    statements.map(({ value }) => {
      const verb = /^\s*(?:EXISTS\s*\(\s*)?([a-z]+)/i.exec(String(value))?.[1];
      return verb === undefined || verb.length > MAX_WORD ? undefined : verb.toLowerCase();
    }),
  );
}

function allOrNothing<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === 0 || known.length < items.length ? undefined : [...new Set(known)];
}
