import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import type { Action } from '../../../src/iam/action.ts';
import { type ExplainedAudit, explainAction } from '../../../src/report/policy/explain-action.ts';
import { evidenceSwitches } from '../../../src/rightsize/evidence-switches.ts';
import { rightSizedPolicy } from '../../../src/rightsize/recommend/right-sized-policy.ts';
import { ACCOUNT, daysAgo, lookup, NOW, seen } from '../../ledger/seen.ts';
import { inputOf } from '../../rightsize/recommend/recommended.ts';
import { ARN, allow, judge, REGIONS, requires, type World } from '../../rightsize/world.ts';
import { inline } from '../../support/iam.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/db-??????`;

function explained(world: Partial<World>, action: Action): readonly string[] {
  const input = inputOf(world);
  const { assessment, evidence } = judge(world);
  const audit: ExplainedAudit = {
    switches: evidenceSwitches([assessment], evidence),
    coverage: world.coverages ?? REGIONS.map((region) => lookup(region)),
    settings: readConfig({}).audit,
    window: { from: daysAgo(90), to: NOW },
    recommendations: { [ARN]: rightSizedPolicy(input) },
  };
  return explainAction(audit, input.assessment, action);
}

/** What is said of the evidence when both Regions were read for 90 days and nothing was seen. */
const WATCHING = [
  'Read from LookupEvents in eu-west-1 and us-east-1, for 2026-08-24 to 2026-11-22.',
  'Management events of every enabled Region were read without a break from 2026-08-24 to 2026-11-22.',
  'No data events were read.',
];

describe('explainAction()', () => {
  it('tells the whole story of a used action, in any case of letters', () => {
    const observations = [
      seen('secretsmanager:GetSecretValue', { eventId: 'a', at: daysAgo(20), resources: [SECRET] }),
      seen('secretsmanager:GetSecretValue', { eventId: 'b', resources: [SECRET] }),
    ];
    expect(explained({ policies: [allow('secretsmanager:*')], observations }, 'secretsmanager:getsecretvalue')).toEqual(
      [
        `secretsmanager:GetSecretValue of ${ARN}: used.`,
        '2 calls in eu-west-1, last GetSecretValue (secretsmanager.amazonaws.com) on 2026-11-12.',
        'Granted by statement 1 of inline policy app.',
        'Seen 2 times, first on 2026-11-02T03:00:00Z, last on 2026-11-12T03:00:00Z.',
        `On ${SECRET}. These are all of its resources.`,
        ...WATCHING,
        'The role was last seen on 2026-11-12T03:00:00Z.',
        'The right-sized policy keeps it in statement "UsedSecretsmanager".',
        'It stays used for as long as an event in the look-back window shows it.',
      ],
    );
  });

  it('tells of an unused action what would make it used', () => {
    const lines = explained({}, 'rds:DescribeDBInstances');
    expect(lines[0]).toBe(`rds:DescribeDBInstances of ${ARN}: unused.`);
    expect(lines.slice(-3)).toEqual([
      'Nothing was seen of the role in that time.',
      'The right-sized policy leaves it out.',
      'One call by this role in any Region would make it used. Until then it is safe to remove.',
    ]);
  });

  it('tells of a required action which fields ask for it, and on what', () => {
    const required = [
      requires('ecr:BatchGetImage', { resources: ['arn:aws:ecr:eu-west-1:1:repository/app'] }),
      requires('ecr:BatchGetImage', {
        certainty: 'possible',
        field: 'containerDefinitions[1].image',
        note: 'it depends',
      }),
    ];
    const lines = explained({ policies: [allow('ecr:BatchGetImage')], required }, 'ecr:BatchGetImage');
    expect(lines).toContain(
      'containerDefinitions[0].image of my-app:7 in eu-west-1 requires it on arn:aws:ecr:eu-west-1:1:repository/app.',
    );
    expect(lines).toContain('containerDefinitions[1].image of my-app:7 in eu-west-1 may require it on *: it depends.');
    expect(lines).toContain(
      "The right-sized policy is today's: Nothing that the role is granted is known to be unused.",
    );
  });

  it('tells of a blocked action what blocks it', () => {
    const policies = [
      inline(
        { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
        { Effect: 'Deny', Action: 'sqs:CreateQueue', Resource: '*' },
      ),
    ];
    const lines = explained({ policies }, 'sqs:CreateQueue');
    expect(lines[1]).toBe('Granted, but without effect: statement 2 of inline policy app denies it.');
    expect(lines).toContain('The right-sized policy keeps it in statement "KeptBlockedSqs".');
    expect(lines.at(-1)).toMatch(/^Lifting what blocks it/);
  });

  it('tells of an unobservable action which switch would show it', () => {
    expect(explained({ policies: [allow('s3:GetObject')] }, 's3:GetObject').at(-1)).toBe(
      'Record data events of AWS::S3::Object, of every resource, in eu-west-1 and us-east-1, to see its use from then on.',
    );
    expect(explained({ policies: [allow('newservice:Get*')] }, 'newservice:GetThing').at(-1)).toBe(
      'No CloudTrail setting is known that would show its use.',
    );
  });

  it('tells of an undetermined action what a later audit needs', () => {
    expect(explained({ role: { createdAt: daysAgo(2) } }, 'rds:DescribeDBInstances').at(-1)).toBe(
      'A later audit decides it: a role and its grants must be 45 days old, watched for 45 days without a break, have started a task in that time, and all of it be read.',
    );
  });

  it('says so where nothing was read', () => {
    const lines = explained({ coverages: [] }, 'rds:DescribeDBInstances');
    expect(lines).toContain('No source of use was read.');
    expect(lines).toContain(
      'There is no time up to now in which the management events of every enabled Region were read.',
    );
  });

  it('tells of an action that is not granted what was denied and what asks for it', () => {
    const denied = seen('sqs:SendMessage', {
      errorCode: 'AccessDenied',
      resources: ['arn:aws:sqs:x:1:q'],
    });
    const lines = explained({ observations: [denied], required: [requires('sqs:SendMessage')] }, 'sqs:SendMessage');
    expect(lines.slice(0, 4)).toEqual([
      `sqs:SendMessage of ${ARN}: not granted.`,
      'No policy of the role allows sqs:SendMessage.',
      'containerDefinitions[0].image of my-app:7 in eu-west-1 requires it on *.',
      'Denied 1 time (AccessDenied) on arn:aws:sqs:x:1:q, first on 2026-11-12T03:00:00Z, last on 2026-11-12T03:00:00Z.',
    ]);
  });

  it.each<[string, Partial<World>]>([
    ['The role does not exist.', { lookup: { kind: 'missing', arn: ARN } }],
    [
      'The role belongs to account 999999999999, whose IAM this audit does not read.',
      { lookup: { kind: 'foreign', arn: ARN, accountId: '999999999999' } },
    ],
    ['The role could not be read: denied.', { lookup: { kind: 'unreadable', arn: ARN, why: 'denied' } }],
    [
      'No policy of the role that could be read allows sqs:SendMessage; not all of them could be.',
      { role: { unread: ['inline policy x'] } },
    ],
  ])('says "%s"', (sentence, world) => {
    expect(explained(world, 'sqs:SendMessage')[1]).toBe(sentence);
  });
});
