import { describe, expect, it } from 'vitest';
import { statementActions } from '../../src/cloudtrail/statement-actions.ts';

const [SELECT, INSERT, UPDATE, DELETE] = ['Select', 'Insert', 'Update', 'Delete'].map(
  (verb) => `dynamodb:PartiQL${verb}`,
);

describe('statementActions()', () => {
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
    expect(statementActions('ExecuteStatement', { statement })).toEqual(actions);
  });

  it.each(['ExecuteStatement', 'ExecuteTransaction', 'BatchExecuteStatement', 'executetransaction'])(
    'reads every statement of %s, each action once',
    (eventName) => {
      const statements = ['SELECT a', 'DELETE FROM b', 'SELECT c'].map((Statement) => ({ Statement }));
      expect(statementActions(eventName, { statements })).toEqual([SELECT, DELETE]);
    },
  );

  it('says nothing where one statement of several cannot be read, or none is there', () => {
    const statements = [{ statement: 'SELECT a' }, { statement: 'HIDDEN_DUE_TO_SECURITY_REASONS' }];
    expect(statementActions('BatchExecuteStatement', { statements })).toBeUndefined();
    expect(statementActions('BatchExecuteStatement', { statements: [] })).toBeUndefined();
    expect(statementActions('ExecuteStatement', { statementId: 'SELECT', oldStatement: 'SELECT' })).toBeUndefined();
  });

  it.each([
    ['put', 'dynamodb:PutItem'],
    ['update', 'dynamodb:UpdateItem'],
    ['delete', 'dynamodb:DeleteItem'],
    ['conditionCheck', 'dynamodb:ConditionCheckItem'],
    ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
  ])('reads the %s of a transaction', (part, action) => {
    expect(statementActions('TransactWriteItems', { transactItems: [{ [part]: {} }] })).toEqual([action]);
    expect(statementActions('transactwriteitems', { TransactItems: [{ [part]: {} }, { [part]: {} }] })).toEqual([
      action,
    ]);
  });

  it.each([[[]], [[{}]], [['put']], [[{ put: {} }, null]], [[{ constructor: {} }]], [JSON.parse('[{"__proto__":1}]')]])(
    'says nothing of the transaction %j',
    (transactItems) => {
      expect(statementActions('TransactWriteItems', { transactItems })).toBeUndefined();
    },
  );

  it.each(['GetItem', 'TransactGetItems', 'TransactWriteItemsLater', 'LaterTransactWriteItems'])(
    'says nothing of %s',
    (eventName) => {
      expect(statementActions(eventName, { statement: 'SELECT a', transactItems: [{ put: {} }] })).toBeUndefined();
    },
  );
});
