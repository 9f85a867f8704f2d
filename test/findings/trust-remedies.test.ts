import { expect, test } from 'vitest';
import { bindToAccount } from '../../src/findings/ecs-trust-statement.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { statementsForEcs } from '../../src/iam/trust.ts';
import { ACCOUNT } from './fixtures.ts';
import { oneOfEachKind } from './one-of-each-kind.ts';

test.each(['trust-missing-ecs', 'trust-too-wide', 'trust-without-source-condition'])(
  'the remedy of %s holds a whole statement, the same as that of the others',
  (rule) => {
    const text = oneOfEachKind().find((finding) => finding.rule === rule)?.remediation.text ?? '';
    expect(text.length).toBeLessThanOrEqual(512);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': `arn:aws:ecs:*:${ACCOUNT}:*` },
      },
    });
  },
);

const PLACE = { accountId: ACCOUNT, partition: 'aws' } as const;

function remedyOf(...statements: readonly object[]): string {
  const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'trust');
  if (!document.ok) throw new Error(document.problem);
  return bindToAccount('r', statementsForEcs(document.value, { accountId: ACCOUNT }), PLACE);
}

const ecs = (more: object = {}, service: string | readonly string[] = 'ecs-tasks.amazonaws.com') => ({
  ...{ Sid: 'Tasks', Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
  ...more,
});

test('what a statement asks for beside stays in the one that replaces it', () => {
  const Condition = {
    StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
    DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
  };
  const text = remedyOf(ecs({ Condition }));
  expect(text).toMatch(/^Replace what trusts/);
  expect(JSON.parse(text.slice(text.indexOf('{'))).Condition).toEqual({
    StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'aws:SourceAccount': ACCOUNT },
    DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
    ArnLike: { 'aws:SourceArn': `arn:aws:ecs:*:${ACCOUNT}:*` },
  });
});

test('whom else it trusts is trusted as before', () => {
  const text = remedyOf(ecs({}, ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']));
  expect(text).toMatch(
    /^Take ecs-tasks.amazonaws.com out of statement "Tasks" of the trust policy of r, which trusts others/,
  );
  expect(JSON.parse(text.slice(text.indexOf('{'))).Principal).toEqual({ Service: 'ecs-tasks.amazonaws.com' });
});

test.each([
  ['several statements', [ecs(), ecs({ Sid: 'Again' })]],
  [
    'one that is too long to be written again',
    [ecs({ Condition: { StringEquals: { 'aws:RequestedRegion': 'x'.repeat(500) } } })],
  ],
])('of %s the condition is named alone', (_name, statements) => {
  const text = remedyOf(...statements);
  expect(text.length).toBeLessThanOrEqual(512);
  expect(Object.keys(JSON.parse(text.slice(text.indexOf('{'))))).toEqual(['StringEquals', 'ArnLike']);
});
