import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/iam/action.ts';
import { accessQuestions, type DecidedRole } from '../../src/rightsize/verify/access-questions.ts';
import {
  compareAnswers,
  type SimulatedDecision,
  verificationText,
} from '../../src/rightsize/verify/change-verification.ts';
import { joinedPolicies } from '../../src/rightsize/verify/changed-policies.ts';
import { catalog } from '../ledger/seen.ts';
import { changeTo } from '../support/change-to.ts';
import { inline, rolePolicy } from '../support/iam.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
const GET: Action = 'secretsmanager:GetSecretValue';

function role(
  verdict: DecidedRole['actions'][number]['verdict'],
  resources: readonly string[],
  action: Action = GET,
): DecidedRole {
  return { actions: [{ action, verdict, resources }], required: [] };
}

describe('accessQuestions()', () => {
  const change = changeTo({ Effect: 'Allow', Action: GET, Resource: `${SECRET.slice(0, -6)}??????` });
  it.each<readonly [string, DecidedRole, readonly string[]]>([
    ['the resources seen', role('used', [SECRET]), [SECRET]],
    [
      'the resources declared',
      { ...role('required', []), required: [{ action: GET, resources: [SECRET], certainty: 'certain' }] },
      [SECRET],
    ],
    ['what the new policy grants, by an ARN that fits it', role('used', []), [`${SECRET.slice(0, -6)}xxxxxx`]],
    ['everything, of what the new policy does not name', role('used', [], 'sqs:ListQueues'), ['*']],
    [
      'ten resources at most',
      role(
        'used',
        Array.from({ length: 30 }, (_, n) => `${SECRET}${n}`),
      ),
      Array.from({ length: 10 }, (_, n) => `${SECRET}${n}`),
    ],
    ['nothing about what is unused', role('unused', [SECRET]), []],
    [
      'nothing about a resource that the action is not checked on',
      role('used', ['arn:aws:sqs:us-east-1:123456789012:q']),
      [`${SECRET.slice(0, -6)}xxxxxx`],
    ],
  ])('asks about %s', (_, decided, expected) => {
    expect(accessQuestions(decided, change, catalog).map(({ resource }) => resource)).toEqual(expected);
  });

  it('asks about actions on one resource together', () => {
    const decided = {
      actions: [GET, 'secretsmanager:DescribeSecret' as const].map((action) => ({
        action,
        verdict: 'used' as const,
        resources: [SECRET],
      })),
      required: [],
    };
    expect(accessQuestions(decided, change, catalog)).toEqual([
      { resource: SECRET, actions: [GET, 'secretsmanager:DescribeSecret'] },
    ]);
  });
});

describe('compareAnswers()', () => {
  const says = (decision: SimulatedDecision['decision'], ...missingContext: readonly string[]) =>
    new Map([[GET.toLowerCase(), { decision, missingContext }]]);
  const compare = (today: ReturnType<typeof says>, changed: ReturnType<typeof says>) =>
    compareAnswers([{ question: { resource: SECRET, actions: [GET] }, today, changed }]);
  it('finds nothing where both are allowed', () => {
    expect(compare(says('allowed'), says('allowed'))).toEqual({ disagreements: [], notes: [], compared: 1 });
  });
  it.each([
    ['is lost', says('allowed'), says('implicitDeny')],
    ['is denied', says('allowed'), says('explicitDeny')],
    ['is new', says('implicitDeny'), says('allowed')],
  ])('disagrees where what is allowed %s', (_, today, changed) => {
    expect(compare(today, changed).disagreements).toHaveLength(1);
  });
  it('cannot tell what is refused today as well, and names the keys', () => {
    const { disagreements, notes, compared } = compare(
      says('implicitDeny', 'aws:SourceVpc'),
      says('explicitDeny', 'aws:SourceVpc'),
    );
    expect({ disagreements, compared }).toEqual({ disagreements: [], compared: 0 });
    expect(notes.join()).toContain(
      'refuses secretsmanager:GetSecretValue today as well (it was not told aws:SourceVpc)',
    );
  });
});

describe('verificationText()', () => {
  const verified = { disagreements: [], notes: [], compared: 3, incomplete: [] };
  it('never says verified of what AWS was not asked, or disagrees with', () => {
    expect(verificationText(verified)[0]).toMatch(/^Verified by AWS: 3 decisions/);
    expect(verificationText({ ...verified, incomplete: [{ what: 'Simulation', why: 'denied' }] })).toEqual([
      'Not verified: AWS could not be asked everything.',
      'Incomplete: Simulation: denied',
    ]);
    expect(verificationText({ ...verified, disagreements: ['lost'] })).toEqual(['AWS disagrees.', 'lost']);
  });
});

describe('joinedPolicies()', () => {
  it('takes what is replaced out, and Sids, which may repeat', () => {
    const keep = rolePolicy({ kind: 'managed', name: 'app', arn: 'arn:aws:iam::aws:policy/app', awsManaged: true }, [
      { Sid: 'A', Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ]);
    const gone = inline({ Sid: 'A', Effect: 'Allow', Action: 'sqs:*', Resource: '*' });
    const { before, after } = joinedPolicies([keep, gone], changeTo({ Effect: 'Allow', Action: GET, Resource: '*' }));
    const actionsIn = (text: string) =>
      (JSON.parse(text) as { Statement: { Action: string; Sid?: string }[] }).Statement.map(({ Action, Sid }) => [
        Action,
        Sid,
      ]);
    expect(actionsIn(before)).toEqual([
      ['s3:*', undefined],
      ['sqs:*', undefined],
    ]);
    expect(actionsIn(after)).toEqual([
      ['s3:*', undefined],
      [GET, undefined],
    ]);
  });
});
