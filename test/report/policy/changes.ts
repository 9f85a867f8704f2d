import type { Role } from '../../../src/iam/role.ts';
import type { PolicyChange } from '../../../src/rightsize/recommend/recommendation.ts';
import { ACCOUNT, daysAgo, seen } from '../../ledger/seen.ts';
import { changeIn, inputOf, roleIn } from '../../rightsize/recommend/recommended.ts';
import { requires, type World } from '../../rightsize/world.ts';
import { inline, rolePolicy } from '../../support/iam.ts';

/** A change with all that a renderer has to write: conditions, variables, NotAction, a deny, fields, narrowed resources. */
export const WORLD: Partial<World> = {
  policies: [
    inline(
      { Sid: 'Read', Effect: 'Allow', Action: ['secretsmanager:*', 'rds:DescribeDBInstances'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['sqs:SendMessage', 'sqs:CreateQueue'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholder
        Resource: ['arn:aws:sqs:*:*:${aws:PrincipalTag/team}-*', 'arn:aws:sqs:*:*:100%{}'],
        Condition: {
          StringLike: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] },
          'ForAllValues:StringEquals': { 'aws:TagKeys': 'team "red" \\ blue' },
        },
      },
      { Sid: 'NoDeletes', Effect: 'Deny', NotAction: ['s3:Get*', 's3:List*'], NotResource: 'arn:aws:s3:::open/*' },
    ),
    rolePolicy(
      { kind: 'managed', name: 'Stays', arn: `arn:aws:iam::${ACCOUNT}:policy/Stays`, awsManaged: false },
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' },
    ),
  ],
  observations: [
    seen('secretsmanager:GetSecretValue', {
      at: daysAgo(60),
      resources: [`arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/db-??????`],
    }),
  ],
  required: [requires('secretsmanager:DescribeSecret', { field: 'containerDefinitions[0].secrets[0].valueFrom' })],
};

export const CHANGE: PolicyChange = changeIn(WORLD);
export const ROLE: Role = roleIn(inputOf(WORLD));

/** A change too large for an inline policy. */
export const LARGE_WORLD: Partial<World> = {
  policies: [
    inline(
      { Effect: 'Allow', Action: 'rds:DescribeDBInstances', Resource: '*' },
      ...Array.from({ length: 80 }, (_, n) => ({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:queue-number-${n}`,
        Condition: { StringEquals: { 'aws:RequestedRegion': `region-${n}` } },
      })),
    ),
  ],
};
export const LARGE_CHANGE: PolicyChange = changeIn(LARGE_WORLD);
export const LARGE_ROLE: Role = roleIn(inputOf(LARGE_WORLD));
