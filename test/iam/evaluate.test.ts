import { describe, expect, test } from 'vitest';
import { evaluate, type PolicySet } from '../../src/iam/evaluate.ts';
import { describeStatement, policyName, refTo } from '../../src/iam/named-policy.ts';
import { createContext, NO_CONTEXT } from '../../src/iam/request-context.ts';
import { named } from '../support/iam.ts';

const allow = (more: object = {}): object => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more });
const identity = (...statements: readonly object[]): PolicySet => ({
  identity: [named('inline policy app', { Version: '2012-10-17', Statement: statements })],
});

function because(policies: PolicySet, context = NO_CONTEXT): readonly string[] {
  const decision = evaluate({ action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context }, policies);
  return decision.because.map((reason) => reason.text);
}

describe('evaluate() says why', () => {
  test('a statement without a Sid is named by its place from 1', () => {
    expect(because(identity(allow({ Action: 'sqs:*' }), allow()))).toEqual([
      'statement 2 of inline policy app allows s3:GetObject on arn:aws:s3:::b/k',
    ]);
  });

  test('a deny is named by its Sid', () => {
    expect(because(identity(allow(), allow({ Effect: 'Deny', Sid: 'No' })))).toEqual([
      'statement "No" of inline policy app denies s3:GetObject on arn:aws:s3:::b/k',
    ]);
  });

  test('each part that allows nothing is named', () => {
    const full = named('full', { Statement: allow({ Action: '*' }) });
    const policies = {
      ...identity(),
      boundary: named('permissions boundary cap', { Statement: [] }),
      scpLevels: [[full], []],
    };
    expect(because(policies)).toEqual([
      'no statement of the identity policies allows s3:GetObject on arn:aws:s3:::b/k',
      'no statement of permissions boundary cap allows s3:GetObject on arn:aws:s3:::b/k',
      'no statement of organization level 2 allows s3:GetObject on arn:aws:s3:::b/k',
    ]);
    expect(
      because({ ...identity(allow()), scpLevels: [[named('a', { Statement: [] }), named('b', { Statement: [] })]] }),
    ).toEqual(['no statement of organization level 1 (a, b) allows s3:GetObject on arn:aws:s3:::b/k']);
  });

  test('what would have to be known is named, and nothing that is', () => {
    const condition = {
      StringEquals: { 'aws:SourceVpc': 'vpc-1', 'aws:PrincipalAccount': '111111111111' },
      Odd: { x: 'y' },
    };
    const context = createContext({ 'aws:PrincipalAccount': '111111111111' });
    expect(because(identity(allow({ Condition: condition })), context)).toEqual([
      'statement 1 of inline policy app may allow s3:GetObject on arn:aws:s3:::b/k: aws:SourceVpc is not known (StringEquals); the condition operator Odd is not known',
    ]);
  });

  test('variables that are not known are named', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const resource = 'arn:aws:s3:::${aws:PrincipalTag/team}/*';
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const condition = { StringEquals: { k: '${aws:PrincipalTag/unit}' } };
    expect(because(identity(allow({ Resource: resource, Condition: condition })), createContext({ k: 'x' }))).toEqual([
      'statement 1 of inline policy app may allow s3:GetObject on arn:aws:s3:::b/k: aws:PrincipalTag/team is not known (a variable of the resource); what k is compared with is not known (StringEquals)',
    ]);
  });

  test('a conditional decision names the denies and the allows that it hangs on, not the certain allows', () => {
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } };
    const decision = evaluate(
      { action: 's3:GetObject', resource: '*', context: NO_CONTEXT },
      identity(allow({ Sid: 'Sure' }), allow({ Sid: 'No', Effect: 'Deny', ...mfa })),
    );
    expect(decision.because.map((reason) => reason.statement?.sid)).toEqual(['No']);
    expect(decision.because.map((reason) => reason.part)).toEqual(['identity']);
    expect(decision.because.map((reason) => reason.text)).toEqual([
      'statement "No" of inline policy app may deny s3:GetObject on *: aws:MultiFactorAuthPresent is not known (Bool)',
    ]);
  });

  test('a settled decision names what is certain, and none names what does not apply', () => {
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    const statements = [
      allow({ Sid: 'Sure' }),
      allow({ Sid: 'Perhaps', ...mfa }),
      allow({ Sid: 'Other', Action: 'sqs:*' }),
    ];
    const sids = (...more: readonly object[]): readonly unknown[] =>
      evaluate(
        { action: 's3:GetObject', resource: '*', context: NO_CONTEXT },
        identity(...statements, ...more),
      ).because.map((reason) => reason.statement?.sid);
    expect(sids()).toEqual(['Sure']);
    expect(
      sids(
        allow({ Effect: 'Deny', Sid: 'No' }),
        allow({ Effect: 'Deny', Sid: 'PerhapsNo', ...mfa }),
        allow({ Effect: 'Deny', Sid: 'OtherNo', Action: 'sqs:*' }),
      ),
    ).toEqual(['No']);
    const open = evaluate(
      { action: 's3:GetObject', resource: '*', context: NO_CONTEXT },
      identity(allow({ Sid: 'Perhaps', ...mfa }), allow({ Sid: 'Other', Action: 'sqs:*' })),
    );
    expect(open.because.map((reason) => reason.statement?.sid)).toEqual(['Perhaps']);
  });
});

test.each([
  [{ kind: 'inline', name: 'app' }, 'inline policy app'],
  [{ kind: 'managed', name: 'Reader', arn: 'a', awsManaged: true }, 'managed policy Reader'],
  [{ kind: 'boundary', name: 'cap', arn: 'a' }, 'permissions boundary cap'],
  [{ kind: 'scp', name: 'guard', level: 'r-1' }, 'organization policy guard (r-1)'],
] as const)('policyName() of %j', (source, expected) => {
  expect(policyName(source)).toBe(expected);
});

test('a statement is named by its Sid, or by its place where that is missing or empty', () => {
  const statement = { effect: 'Allow', index: 2 } as const;
  expect(refTo('p', statement)).toStrictEqual({ policy: 'p', index: 2 });
  expect(refTo('p', { ...statement, sid: 'A' })).toStrictEqual({ policy: 'p', sid: 'A', index: 2 });
  expect(describeStatement(refTo('p', statement))).toBe('statement 3 of p');
  expect(describeStatement(refTo('p', { ...statement, sid: '' }))).toBe('statement 3 of p');
  expect(describeStatement(refTo('p', { ...statement, sid: 'A' }))).toBe('statement "A" of p');
});
