import { describe, expect, it } from 'vitest';
import { NO_LIMIT } from '../../../src/base/step-budget.ts';
import type { Statement } from '../../../src/iam/policy.ts';
import { problemWith } from '../../../src/rightsize/recommend/prove-policy.ts';
import type { PolicyChange } from '../../../src/rightsize/recommend/recommendation.ts';
import { ACCOUNT, seen } from '../../ledger/seen.ts';
import { inline } from '../../support/iam.ts';
import type { World } from '../world.ts';
import { changeIn, inputOf, roleIn } from './recommended.ts';

const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`;

const WORLD: Partial<World> = {
  policies: [
    inline(
      { Effect: 'Allow', Action: ['sqs:CreateQueue', 'sqs:ListQueues', 'sqs:SetQueueAttributes'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: `${QUEUE}*`,
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      },
      { Effect: 'Deny', Action: 'sqs:SendMessage', Resource: `${QUEUE}-private` },
    ),
  ],
  observations: [seen('sqs:CreateQueue', { resources: [QUEUE] }), seen('sqs:ListQueues')],
};

/** The right change with each of its statements put through `edit`; undefined leaves one out. */
function tampered(edit: (statement: Statement) => Statement | undefined): PolicyChange {
  const change = changeIn(WORLD);
  return {
    ...change,
    documents: change.documents.map((document) => {
      const statements = document.statements.flatMap((one) => {
        const statement = edit(one.statement);
        return statement === undefined ? [] : [{ ...one, statement }];
      });
      return {
        ...document,
        statements,
        document: { ...document.document, statements: statements.map(({ statement }) => statement) },
      };
    }),
  };
}

function proof(change: PolicyChange): string | undefined {
  const input = inputOf(WORLD);
  return problemWith(change, { ...input, role: roleIn(input), budget: NO_LIMIT });
}

const isUsed = ({ sid }: Statement) => sid === 'UsedSqs';
const isSend = ({ action, effect }: Statement) => effect === 'Allow' && action?.includes('sqs:SendMessage') === true;
const without = (key: keyof Statement, statement: Statement): Statement => {
  const { [key]: _, ...rest } = statement;
  return rest as Statement;
};

describe('problemWith()', () => {
  it('finds nothing wrong with what is recommended', () => {
    expect(proof(tampered((statement) => statement))).toBeUndefined();
  });

  it.each<[string, (statement: Statement) => Statement | undefined, RegExp]>([
    [
      'an action that was not granted',
      (one) => (isUsed(one) ? { ...one, action: [...(one.action ?? []), 'sqs:DeleteQueue'] } : one),
      /^statement "UsedSqs" is not inside what is granted today$/,
    ],
    [
      'a wider pattern',
      (one) => (isUsed(one) ? { ...one, action: ['sqs:*'] } : one),
      /^statement "UsedSqs" is not inside/,
    ],
    [
      'a wider resource',
      (one) => (isSend(one) ? { ...one, resource: ['arn:aws:sqs:eu-west-1:*:orders*'] } : one),
      /^statement "KeptUnobservableSqs" is not inside/,
    ],
    [
      'a condition that is gone',
      (one) => (isSend(one) ? without('condition', one) : one),
      /^statement "KeptUnobservableSqs" is not inside/,
    ],
    [
      'a statement for other resources than those named',
      (one) => (isSend(one) ? { ...without('resource', one), notResource: ['arn:aws:s3:::b'] } : one),
      /is not inside/,
    ],
    [
      'a used action that is gone',
      (one) => (isUsed(one) ? { ...one, action: ['sqs:CreateQueue'] } : one),
      /^sqs:ListQueues would be lost$/,
    ],
    [
      'an unused action that is still there',
      (one) => (isUsed(one) ? { ...one, action: [...(one.action ?? []), 'sqs:SetQueueAttributes'] } : one),
      /^sqs:SetQueueAttributes would still be granted, or newly so$/,
    ],
    [
      'a use that is denied',
      (one) => (isUsed(one) ? { ...one, resource: [`${QUEUE}-other`] } : one),
      /^sqs:CreateQueue on .*:orders is allowed today and would be implicitDeny$/,
    ],
  ])('refuses %s', (_, edit, expected) => {
    expect(proof(tampered(edit))).toMatch(expected);
  });

  it('refuses a deny that is gone, and one that is new', () => {
    expect(proof(tampered((one) => (one.effect === 'Deny' ? undefined : one)))).toMatch(
      /^the deny \{.*orders-private.*\} would be lost$/,
    );
    expect(proof(tampered((one) => (isSend(one) ? { ...one, effect: 'Deny' } : one)))).toMatch(
      /^the deny \{.*\} would be new$/,
    );
  });
});
