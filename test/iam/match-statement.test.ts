import { describe, expect, test } from 'vitest';
import { matchStatement, namesAction, type StatementMatch } from '../../src/iam/match-statement.ts';
import { createContext } from '../../src/iam/request-context.ts';
import { policy } from '../support/iam.ts';

const scope = { version: '2012-10-17', context: createContext({ here: 'a' }) } as const;

function match(more: object): StatementMatch {
  const { statements } = policy({ Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*', ...more } });
  const [statement] = statements;
  if (statement === undefined) throw new Error('no statement');
  return matchStatement(statement, 's3:GetObject', 'arn:aws:s3:::b', scope);
}

describe('matchStatement()', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  const unknownResource = { Resource: 'arn:aws:s3:::${what}' };
  const condition = (key: string, value: string): object => ({ Condition: { StringEquals: { [key]: value } } });
  const resourceText = 'what is not known (a variable of the resource)';
  test.each<[string, object, StatementMatch]>([
    ['applies', {}, { truth: true, unknown: [] }],
    ['is about another action', { Action: 'sqs:*' }, { truth: false, unknown: [] }],
    ['is about another resource', { Resource: 'arn:aws:s3:::c' }, { truth: false, unknown: [] }],
    ['asks for what holds', condition('here', 'a'), { truth: true, unknown: [] }],
    ['asks for what does not hold', condition('here', 'b'), { truth: false, unknown: [] }],
    ['hangs on its resource', unknownResource, { truth: 'unknown', unknown: [resourceText] }],
    [
      'hangs on its resource and its condition',
      { ...unknownResource, ...condition('there', 'b') },
      { truth: 'unknown', unknown: [resourceText, 'there is not known (StringEquals)'] },
    ],
    [
      'asks for what does not hold on a resource that is not known',
      { ...unknownResource, ...condition('here', 'b') },
      { truth: false, unknown: [] },
    ],
    [
      'hangs on a condition on another resource',
      { Resource: 'arn:aws:s3:::c', ...condition('there', 'b') },
      { truth: false, unknown: [] },
    ],
  ])('of a statement that %s', (_, more, expected) => {
    expect(match(more)).toEqual(expected);
  });
});

test('namesAction() reads Action and NotAction', () => {
  expect(namesAction({ action: ['sqs:*', 's3:Get*'] }, 's3:GetObject')).toBe(true);
  expect(namesAction({ action: ['sqs:*'] }, 's3:GetObject')).toBe(false);
  expect(namesAction({ notAction: ['sqs:*', 's3:Get*'] }, 's3:GetObject')).toBe(false);
  expect(namesAction({ notAction: ['sqs:*'] }, 's3:GetObject')).toBe(true);
  expect(namesAction({}, 's3:GetObject')).toBe(false);
});
