import { describe, expect, test } from 'vitest';
import { type EvaluateOptions, evaluateCommand, parseContext } from '../../src/iam/evaluate-request.ts';
import { createContext } from '../../src/iam/request-context.ts';

const file = (name: string, ...statements: readonly object[]): { name: string; text: string } => ({
  name,
  text: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const allow = (action: string, more: object = {}): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});
const deny = (action: string, more: object = {}): object => ({ ...allow(action, more), Effect: 'Deny' });
const BASE: EvaluateOptions = {
  policies: [file('app.json', allow('s3:*'))],
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
};

function decide(more: Partial<EvaluateOptions>): string {
  const result = evaluateCommand({ ...BASE, ...more });
  return result.ok ? result.value.decision : result.problem;
}

describe('evaluateCommand() decides', () => {
  const vpc = allow('s3:*', { Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } } });
  test.each<[string, Partial<EvaluateOptions>, string]>([
    ['one policy', {}, 'allowed'],
    ['several policies', { policies: [file('a', allow('sqs:*')), file('b', allow('s3:*'))] }, 'allowed'],
    ['a deny in another file', { policies: [file('a', allow('*')), file('b', deny('s3:*'))] }, 'explicitDeny'],
    ['a boundary', { boundary: file('b', allow('sqs:*')) }, 'implicitDeny'],
    ['a context key that is given', { policies: [file('a', vpc)], context: ['aws:SourceVpc=vpc-1'] }, 'allowed'],
    [
      'a context key of another value',
      { policies: [file('a', vpc)], context: ['aws:sourcevpc=vpc-3'] },
      'implicitDeny',
    ],
    ['a context key that is not given', { policies: [file('a', vpc)] }, 'conditional'],
    ['a context key stated absent', { policies: [file('a', vpc)], context: ['aws:SourceVpc='] }, 'implicitDeny'],
    [
      'a value with an equals sign',
      { policies: [file('a', allow('s3:*', { Condition: { StringEquals: { k: 'a=b' } } }))], context: ['k=a=b'] },
      'allowed',
    ],
    [
      'several values of a key',
      {
        policies: [file('a', allow('s3:*', { Condition: { 'ForAllValues:StringEquals': { k: ['a', 'b'] } } }))],
        context: ['k=a', 'K=c'],
      },
      'implicitDeny',
    ],
    ['an organization policy that allows', { scps: [file('full', allow('*'))] }, 'allowed'],
    [
      'an organization policy that allows less',
      { scps: [file('root', allow('*')), file('ou', allow('ec2:*'))] },
      'implicitDeny',
    ],
    [
      'organization policies of two levels that allow different things',
      { scps: [file('root', allow('ec2:*')), file('ou', allow('s3:*'))] },
      'implicitDeny',
    ],
    [
      'organization policies of two levels one of which also denies',
      { scps: [file('root', allow('s3:*')), file('ou', allow('ec2:*'), deny('sqs:*'))] },
      'implicitDeny',
    ],
    ['a deny beside FullAWSAccess', { scps: [file('full', allow('*')), file('no-sqs', deny('sqs:*'))] }, 'allowed'],
    [
      'a deny that hits beside FullAWSAccess',
      { scps: [file('full', allow('*')), file('no-s3', deny('s3:*'))] },
      'explicitDeny',
    ],
    ['organization policies none of which allows', { scps: [file('no-sqs', deny('sqs:*'))] }, 'implicitDeny'],
    [
      'policies of one level that allow different things',
      { scpLevels: [[file('full', allow('ec2:*')), file('s3', allow('s3:*'))], [file('ou', allow('*'))]] },
      'allowed',
    ],
    [
      'a level none of whose policies allows',
      { scpLevels: [[file('full', allow('*'))], [file('ou', allow('ec2:*'))]] },
      'implicitDeny',
    ],
    ['a key that a complete context has not', { policies: [file('a', vpc)], completeContext: true }, 'implicitDeny'],
    [
      'a value that is empty',
      { policies: [file('a', allow('s3:*', { Condition: { StringEquals: { k: '' } } }))], context: ['k=""'] },
      'allowed',
    ],
    ['an action without resources', { action: 's3:ListAllMyBuckets', resource: '*' }, 'allowed'],
  ])('%s', (_, options, expected) => {
    expect(decide(options)).toBe(expected);
  });

  test('and names the statement by file and Sid', () => {
    const result = evaluateCommand({ ...BASE, policies: [file('app.json', allow('s3:*', { Sid: 'Objects' }))] });
    expect(result).toMatchObject({
      ok: true,
      value: {
        because: [
          {
            part: 'identity',
            statement: { policy: 'app.json', sid: 'Objects', index: 0 },
            text: 'statement "Objects" of app.json allows s3:GetObject on arn:aws:s3:::b/k',
          },
        ],
      },
    });
  });
});

test('parseContext() collects the values of a key in any case of letters', () => {
  const context = createContext({ k: ['a', 'b=c'], gone: null });
  expect(parseContext(['k=a', 'K=b=c', 'gone='])).toEqual({ ok: true, value: context });
  expect(parseContext([])).toEqual({ ok: true, value: createContext({}) });
});

test('evaluateCommand() notes a Principal where IAM takes none', () => {
  const result = evaluateCommand({ ...BASE, policies: [file('bucket.json', allow('s3:*', { Principal: '*' }))] });
  expect(result).toMatchObject({
    ok: true,
    value: { decision: 'allowed', notes: [expect.stringMatching(/^bucket\.json: it has a Principal/)] },
  });
});

describe('evaluateCommand() refuses', () => {
  test.each<[string, Partial<EvaluateOptions>, string]>([
    ['an action pattern', { action: 's3:*' }, 'Cannot parse action "s3:*"'],
    ['a resource that is no ARN', { resource: 'bucket' }, 'Cannot parse ARN "bucket"'],
    [
      'a context without a value',
      { context: ['aws:SourceVpc'] },
      'Cannot parse context "aws:SourceVpc": expected key=value',
    ],
    ['a context without a key', { context: ['=x'] }, 'Cannot parse context "=x"'],
    [
      'a policy file',
      { policies: [{ name: 'bad.json', text: '{' }] },
      'bad.json: Cannot parse policy: the document is not JSON',
    ],
    ['a boundary file', { boundary: { name: 'bad.json', text: '[]' } }, 'bad.json: Cannot parse policy'],
    ['an organization policy file', { scps: [{ name: 'bad.json', text: '1' }] }, 'bad.json: Cannot parse policy'],
  ])('%s', (_, options, expected) => {
    expect(decide(options)).toContain(expected);
  });
});
