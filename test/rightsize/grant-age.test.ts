import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import type { GrantChange } from '../../src/cloudtrail/observation.ts';
import { daysAgo, lookup, NOW, seen } from '../ledger/seen.ts';
import { rolePolicy } from '../support/iam.ts';
import { allow, assess, verdictOf, type World } from './world.ts';

const DESCRIBE = 'rds:DescribeDBInstances';
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonRDSReadOnlyAccess';
const CUSTOM = 'arn:aws:iam::123456789012:policy/custom';
const GRANT = [{ Effect: 'Allow', Action: 'rds:Describe*', Resource: '*' }];

function managed(arn: string, versionCreatedAt?: number) {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const source = { kind: 'managed', name, arn, awsManaged: arn === READ_ONLY } as const;
  return rolePolicy(versionCreatedAt === undefined ? source : { ...source, versionCreatedAt }, GRANT);
}

function change(eventName: string, parts: Partial<GrantChange> = {}, days = 5): GrantChange {
  return { at: daysAgo(days), eventName, roleName: 'app-task', ...parts };
}

describe('the age of a grant', () => {
  it.each<readonly [string, Partial<World>]>([
    ['nothing was changed', {}],
    ['the change is old enough', { grantChanges: [change('PutRolePolicy', { policy: 'app' }, 31)] }],
    ['another role was changed', { grantChanges: [change('PutRolePolicy', { roleName: 'other' })] }],
    [
      'another managed policy was changed',
      { grantChanges: [{ at: daysAgo(1), eventName: 'CreatePolicyVersion', policyArn: CUSTOM }] },
    ],
    [
      'another policy was attached, which takes nothing away',
      { policies: [allow(DESCRIBE), managed(CUSTOM)], grantChanges: [change('AttachRolePolicy', { policy: CUSTOM })] },
    ],
    ['the role was tagged, for which no policy asks', { grantChanges: [change('TagRole'), change('UntagRole')] }],
    [
      'the trust policy was changed of a role that was used before',
      { grantChanges: [change('UpdateAssumeRolePolicy')], observations: [seen('sqs:CreateQueue', { at: daysAgo(6) })] },
    ],
    ['the version in force is old', { policies: [managed(READ_ONLY, daysAgo(400))] }],
    [
      'an older policy grants it beside the new version',
      { policies: [allow(DESCRIBE), managed(READ_ONLY, daysAgo(2))] },
    ],
    ['the policy is the customer’s, whose versions are events', { policies: [managed(CUSTOM)] }],
  ])('lets an action be unused where %s', (_, world) => {
    expect(verdictOf(assess(world), DESCRIBE)).toMatch(/^unused: /);
  });

  it('is doubted where the boundary has a new version in force', () => {
    const boundary = rolePolicy({ kind: 'boundary', name: 'custom', arn: CUSTOM }, GRANT);
    const grantChanges = [{ at: daysAgo(1), eventName: 'CreatePolicyVersion', policyArn: CUSTOM }];
    expect(verdictOf(assess({ role: { boundary }, grantChanges }), DESCRIBE)).toMatch(
      /^undetermined: .*CreatePolicyVersion/,
    );
  });

  it.each<readonly [string, number | undefined, RegExp]>([
    ['has a new version', daysAgo(2), /version in force of permissions boundary ReadOnlyAccess is of 2026-11-20/],
    ['has a version of unknown date', undefined, /not known since when AWS's permissions boundary ReadOnlyAccess/],
  ])(
    'is doubted where AWS’s policy that is the boundary %s, since AWS’s changes are no events',
    (_, since, because) => {
      const source = {
        kind: 'boundary',
        name: 'ReadOnlyAccess',
        arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      } as const;
      const boundary = rolePolicy(since === undefined ? source : { ...source, versionCreatedAt: since }, GRANT);
      expect(verdictOf(assess({ role: { boundary } }), DESCRIBE)).toMatch(because);
    },
  );

  it('is doubted where AWS changed a policy that denies, which may have denied it before', () => {
    const name = 'AWSCompromisedKeyQuarantineV3';
    const arn = `arn:aws:iam::aws:policy/${name}`;
    const deny = rolePolicy({ kind: 'managed', name, arn, awsManaged: true, versionCreatedAt: daysAgo(2) }, [
      { Effect: 'Deny', Action: 'ec2:RunInstances', Resource: '*' },
    ]);
    expect(verdictOf(assess({ policies: [allow(DESCRIBE), deny] }), DESCRIBE)).toMatch(/^undetermined: .*Quarantine/);
  });

  it.each<readonly [string, Partial<World>, RegExp]>([
    [
      'an inline policy was put',
      { grantChanges: [change('PutRolePolicy', { policy: 'app' })] },
      /changed on 2026-11-17 \(PutRolePolicy of app\); 30 days are needed/,
    ],
    [
      'the only policy that grants it was attached',
      { policies: [managed(CUSTOM)], grantChanges: [change('AttachRolePolicy', { policy: CUSTOM })] },
      /AttachRolePolicy of .*custom/,
    ],
    [
      'the trust policy was changed of a role that was not used before',
      { grantChanges: [change('UpdateAssumeRolePolicy')], observations: [seen('sqs:CreateQueue', { at: daysAgo(4) })] },
      /changed on 2026-11-17 \(UpdateAssumeRolePolicy\)/,
    ],
    [
      'the role was tagged, for which a policy asks',
      {
        policies: [
          rolePolicy({ kind: 'inline', name: 'app' }, [
            {
              Effect: 'Allow',
              Action: DESCRIBE,
              Resource: '*',
              Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
            },
          ]),
        ],
        role: { tags: { team: 'a' } },
        grantChanges: [change('TagRole')],
      },
      /changed on 2026-11-17 \(TagRole\)/,
    ],
    [
      'a policy, perhaps with a deny, was detached',
      { grantChanges: [change('DetachRolePolicy', { policy: CUSTOM })] },
      /DetachRolePolicy/,
    ],
    [
      'the boundary was removed',
      { grantChanges: [change('DeleteRolePermissionsBoundary')] },
      /changed on 2026-11-17 \(DeleteRolePermissionsBoundary\)/,
    ],
    [
      'an attached policy has a new version in force',
      {
        policies: [managed(CUSTOM)],
        grantChanges: [{ at: daysAgo(1), eventName: 'SetDefaultPolicyVersion', policyArn: CUSTOM }],
      },
      /SetDefaultPolicyVersion of .*custom/,
    ],
    ['a change names nobody', { grantChanges: [{ at: daysAgo(1), eventName: 'PutRolePolicy' }] }, /PutRolePolicy/],
    [
      'AWS made a new version',
      { policies: [managed(READ_ONLY, daysAgo(2))] },
      /version in force of managed policy AmazonRDSReadOnlyAccess is of 2026-11-20/,
    ],
    [
      'the date of AWS’s version is not known',
      { policies: [managed(READ_ONLY)] },
      /not known since when AWS's managed policy AmazonRDSReadOnlyAccess/,
    ],
    [
      'IAM’s events were read for too short a time',
      { coverages: [lookup('eu-west-1', 90), lookup('us-east-1', 20)] },
      /IAM's events in us-east-1 were read since 2026-11-02 only; 30 days are needed/,
    ],
    [
      'IAM’s events were not read up to now',
      {
        coverages: [
          lookup('eu-west-1'),
          lookup('us-east-1', 90, { management: [{ from: daysAgo(90), to: NOW - 4 * HOUR_MS }] }),
        ],
      },
      /IAM's events in us-east-1 were not read up to now/,
    ],
    [
      'IAM’s events are left out',
      { coverages: [lookup('eu-west-1'), lookup('us-east-1', 90, { excludedEventSources: ['iam.amazonaws.com'] })] },
      /IAM's events in us-east-1 were not read up to now/,
    ],
    [
      'the partition is not known',
      { role: { arn: 'arn:aws-moon:iam::123456789012:role/app-task' } },
      /the Region of IAM's events in this partition is not known/,
    ],
  ])('leaves an action undetermined where %s', (_, world, because) => {
    const verdict = verdictOf(assess(world), DESCRIBE);
    expect(verdict).toMatch(/^undetermined: /);
    expect(verdict).toMatch(because);
  });
});
