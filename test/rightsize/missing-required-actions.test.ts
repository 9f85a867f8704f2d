import { describe, expect, it } from 'vitest';
import { problem } from '../../src/base/result.ts';
import { seen } from '../ledger/seen.ts';
import { inline, rolePolicy } from '../support/iam.ts';
import { allow, assess, requires, type World } from './world.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1B2c3';
const GET = 'secretsmanager:GetSecretValue';
const need = requires(GET, { resources: [SECRET] });

function missing(world: Partial<World>) {
  return assess({ required: [need], ...world }).missing.map(({ action, blockedBy, withheldBy }) => ({
    action,
    ...(blockedBy && { blockedBy }),
    ...(withheldBy && { withheldBy }),
  }));
}

function allowOn(...resources: readonly string[]) {
  return inline({ Effect: 'Allow', Action: GET, Resource: resources });
}

function boundary(...statements: readonly object[]) {
  return rolePolicy({ kind: 'boundary', name: 'b', arn: 'arn:b' }, statements);
}

function scp(name: string, Action: string) {
  return rolePolicy({ kind: 'scp', name, level: 'Root' }, [{ Effect: 'Allow', Action, Resource: '*' }]);
}

describe('missing permissions', () => {
  it.each<readonly [string, Partial<World>]>([
    ['granted everywhere', { policies: [allow(GET)] }],
    ['granted on the resource', { policies: [allowOn(SECRET)] }],
    ['granted by a pattern', { policies: [allowOn('arn:aws:secretsmanager:*:*:secret:db-??????')] }],
    [
      'granted under a condition',
      {
        policies: [
          inline({
            Effect: 'Allow',
            Action: GET,
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceVpc': 'v' } },
          }),
        ],
      },
    ],
    ['seen to work', { policies: [allow('s3:ListAllMyBuckets')], observations: [seen(GET)] }],
    ['only possibly required', { policies: [], required: [{ ...need, certainty: 'possible' }] }],
    [
      'perhaps in a policy that could not be read',
      { policies: [{ source: { kind: 'inline', name: 'odd' }, document: problem('cut') }] },
    ],
    ['perhaps in what could not be read of the role', { policies: [], role: { unread: ['managed policy X'] } }],
    [
      'granted on one of the ARNs it may have',
      { policies: [allowOn(SECRET)], required: [{ ...need, resources: [`${SECRET}x`, SECRET] }] },
    ],
    [
      'granted where only a part of the pattern is',
      { policies: [allowOn(SECRET)], required: [{ ...need, resources: ['arn:aws:secretsmanager:*:*:secret:*'] }] },
    ],
  ])('has nothing missing where it is %s', (_, world) => {
    expect(missing(world)).toEqual([]);
  });

  it.each<readonly [string, Partial<World>, object]>([
    ['no statement grants it', { policies: [allow('s3:ListAllMyBuckets')] }, {}],
    ['only other resources are granted', { policies: [allowOn('arn:aws:secretsmanager:*:*:secret:other-*')] }, {}],
    [
      'a deny takes the resource away',
      {
        policies: [
          inline(
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Sid: 'No', Effect: 'Deny', Action: '*', Resource: SECRET },
          ),
        ],
      },
      { blockedBy: [{ policy: 'inline policy app', sid: 'No', index: 1 }] },
    ],
    [
      'the boundary does not allow it',
      {
        policies: [allow(GET)],
        role: { boundary: boundary({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) },
      },
      { withheldBy: ['permissions boundary b'] },
    ],
    [
      'the boundary does not allow it on the resource',
      {
        policies: [allowOn(SECRET)],
        role: { boundary: boundary({ Effect: 'Allow', Action: GET, Resource: `${SECRET}x` }) },
      },
      { withheldBy: ['permissions boundary b'] },
    ],
    [
      'neither boundary nor policies grant it on the resource',
      {
        policies: [allowOn(`${SECRET}y`)],
        role: { boundary: boundary({ Effect: 'Allow', Action: GET, Resource: `${SECRET}x` }) },
      },
      {},
    ],
    [
      'a level of the organization does not allow it',
      { policies: [allow(GET)], scpLevels: [[scp('All', '*')], [scp('Storage', 's3:*'), scp('Logs', 'logs:*')]] },
      { withheldBy: ['organization level 2 (organization policy Storage (Root), organization policy Logs (Root))'] },
    ],
  ])('names it where %s', (_, world, why) => {
    expect(missing(world)).toEqual([{ action: GET, ...why }]);
  });

  const GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/shop';
  const stream = requires('logs:CreateLogStream', { resources: [`${GROUP}:*`] });
  const logsOn = (Resource: string) => inline({ Effect: 'Allow', Action: 'logs:*', Resource });
  it.each([
    `${GROUP}:*`,
    `${GROUP}:log-stream:*`,
    `${GROUP}:log-stream:web/*`,
    'arn:aws:logs:*:*:log-group:/ecs/*',
    'arn:aws:logs:*',
  ])('takes it that %s reaches the streams of the group', (resource) => {
    expect(missing({ required: [stream], policies: [logsOn(resource)] })).toEqual([]);
  });

  it.each([GROUP, `${GROUP.replace('shop', 'other')}:*`, `${GROUP.replace('eu-west-1', 'us-east-1')}:*`])(
    'knows that %s reaches no stream of the group',
    (resource) => {
      expect(missing({ required: [stream], policies: [logsOn(resource)] })).toHaveLength(1);
    },
  );

  it('names the deny that takes away all that a pattern could mean', () => {
    const deny = (Resource: string) =>
      inline(
        { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
        { Sid: 'No', Effect: 'Deny', Action: 'logs:*', Resource },
      );
    expect(missing({ required: [stream], policies: [deny(`${GROUP}:*`)] })[0]?.blockedBy).toHaveLength(1);
    expect(missing({ required: [stream], policies: [deny(`${GROUP}:log-stream:web/*`)] })).toEqual([]);
  });

  it('knows keys that the call never carries', () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const policies = [inline({ Effect: 'Allow', Action: 'ecr:*', Resource: '*', Condition })];
    const token = requires('ecr:GetAuthorizationToken', { absentKeys: ['aws:SourceVpce'] });
    expect(missing({ required: [token], policies })).toHaveLength(1);
    expect(missing({ required: [requires('ecr:GetAuthorizationToken')], policies })).toEqual([]);
  });

  it('looks at the boundary for the very resource', () => {
    const on = (Resource: string) => ({ boundary: boundary({ Effect: 'Allow', Action: GET, Resource }) });
    expect(missing({ policies: [allow(GET)], role: on(SECRET) })).toEqual([]);
    expect(missing({ policies: [allow(GET)], role: on(`${SECRET}x`) })).toHaveLength(1);
  });

  it('says nothing of resource policies where there are none', () => {
    const required = [
      requires('logs:CreateLogStream', { resources: ['arn:aws:logs:eu-west-1:1:log-group:g:*'], note: 'n' }),
    ];
    expect(assess({ required, policies: [] }).missing[0]?.note).toBe('n');
    const noted = [{ ...need, note: 'n' }];
    expect(assess({ required: noted, policies: [] }).missing[0]?.note).toMatch(/^n; a policy on the resource/);
  });

  it('says nothing of a policy of another account, which alone does not do', () => {
    const required = [requires('kms:Decrypt', { resources: ['arn:aws:kms:eu-west-1:999999999999:key/*'] })];
    expect(assess({ required, policies: [] }).missing[0]?.note).toBeUndefined();
  });

  it('says that a policy on the resource itself may still grant it', () => {
    expect(assess({ required: [need], policies: [] }).missing[0]?.note).toBe(
      'a policy on the resource itself may still grant it',
    );
  });
});
