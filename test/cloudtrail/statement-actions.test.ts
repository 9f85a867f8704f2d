import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/cloudtrail/json.ts';
import { isStatementEvent, statementActions, statementsIn } from '../../src/cloudtrail/statement-actions.ts';

const [SELECT, INSERT, UPDATE, DELETE] = ['Select', 'Insert', 'Update', 'Delete'].map(
  (verb) => `dynamodb:PartiQL${verb}`,
);

/** The actions that the statements among some parameters name. */
function actionsIn(eventName: string, parameters: JsonObject) {
  const statements = isStatementEvent(eventName) ? statementsIn(parameters, eventName) : undefined;
  return statements === undefined ? undefined : statementActions(eventName, statements);
}

describe('the statements of a DynamoDB call', () => {
  it.each([
    ['SELECT * FROM a', [SELECT]],
    ['\n  select * from a', [SELECT]],
    ['INSERT INTO a', [INSERT]],
    ['UPDATE a SET b', [UPDATE]],
    ['DELETE FROM a', [DELETE]],
    ['EXISTS(SELECT * FROM a)', [SELECT]],
    ['EXISTS ( SELECT * FROM a)', [SELECT]],
    ['exists  (  select * from a)', [SELECT]],
    ['-- SELECT', undefined],
    ['"SELECT', undefined],
    ['EXISTS', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['', undefined],
    [5, undefined],
    [null, undefined],
  ])('reads the statement %j', (statement, actions) => {
    expect(actionsIn('ExecuteStatement', { statement })).toEqual(actions);
  });

  it.each(['ExecuteStatement', 'ExecuteTransaction', 'BatchExecuteStatement', 'executetransaction'])(
    'reads every statement of %s, each action once',
    (eventName) => {
      const statements = ['SELECT a', 'DELETE FROM b', 'SELECT c'].map((Statement) => ({ Statement }));
      expect(actionsIn(eventName, { statements })).toEqual([SELECT, DELETE]);
    },
  );

  it('says nothing where one statement of several cannot be read, or none is there', () => {
    const statements = [{ statement: 'SELECT a' }, { statement: 'HIDDEN_DUE_TO_SECURITY_REASONS' }];
    expect(actionsIn('BatchExecuteStatement', { statements })).toBeUndefined();
    expect(actionsIn('BatchExecuteStatement', { statements: [] })).toBeUndefined();
    expect(actionsIn('ExecuteStatement', { statementId: 'SELECT', oldStatement: 'SELECT' })).toBeUndefined();
  });

  it.each([
    ['put', 'dynamodb:PutItem'],
    ['update', 'dynamodb:UpdateItem'],
    ['delete', 'dynamodb:DeleteItem'],
    ['conditionCheck', 'dynamodb:ConditionCheckItem'],
    ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
  ])('reads the %s of a transaction', (part, action) => {
    expect(actionsIn('TransactWriteItems', { transactItems: [{ [part]: {} }] })).toEqual([action]);
    expect(actionsIn('transactwriteitems', { TransactItems: [{ [part]: {} }, { [part]: {} }] })).toEqual([action]);
  });

  it.each([[[]], [[{}]], [['put']], [[{ put: {} }, null]], [[{ constructor: {} }]], [JSON.parse('[{"__proto__":1}]')]])(
    'says nothing of the transaction %j',
    (transactItems) => {
      expect(actionsIn('TransactWriteItems', { transactItems })).toBeUndefined();
    },
  );

  it.each(['GetItem', 'TransactGetItems', 'TransactWriteItemsLater', 'LaterTransactWriteItems'])(
    'says nothing of %s',
    (eventName) => {
      expect(actionsIn(eventName, { statement: 'SELECT a', transactItems: [{ put: {} }] })).toBeUndefined();
    },
  );
});
