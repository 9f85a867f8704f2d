import { describe, expect, it } from 'vitest';
import { problem } from '../../src/base/result.ts';
import { DAY_MS } from '../../src/base/time.ts';
import type { Action } from '../../src/iam/action.ts';
import { ACCOUNT, DENIED, daysAgo, lookup, NOW, seen, THROTTLED } from '../ledger/seen.ts';
import { inline, rolePolicy } from '../support/iam.ts';
import { ARN, allow, assess, REGIONS, requires, verdictOf, type World } from './world.ts';

const DESCRIBE: Action = 'rds:DescribeDBInstances';

describe('judgeRole()', () => {
  it('calls unused what was watched for long in every enabled Region and never seen', () => {
    expect(verdictOf(assess(), DESCRIBE)).toBe(
      'unused: No call in 90 days (2026-08-24 to 2026-11-22) in any of 2 enabled Regions; management events were read from LookupEvents.',
    );
  });

  it('calls nothing unused that the role tried to use, though the call never reached authorisation', () => {
    const observations = [seen(DESCRIBE, THROTTLED)];
    expect(verdictOf(assess({ observations }), DESCRIBE)).toBe(
      'undetermined: The role tried to use it on 2026-11-12; the call ended before anybody asked for the permission (ThrottlingException).',
    );
  });

  it('says where no list of AWS’s told what else calls are checked for', () => {
    expect(verdictOf(assess({ evidence: { operationsKnown: false } }), DESCRIBE)).toMatch(
      /read from LookupEvents, and judged by the built-in rules alone\.$/,
    );
  });

  it('calls used what was seen, with dates, count, resources and the last event', () => {
    const observations = [
      seen(DESCRIBE, { at: daysAgo(20), eventId: 'a', resources: ['arn:aws:rds:eu-west-1:1:db:x'] }),
      seen(DESCRIBE, { at: daysAgo(10), eventId: 'b', region: 'us-east-1' }),
    ];
    expect(assess({ observations }).actions[0]).toMatchObject({
      verdict: 'used',
      because: '2 calls in eu-west-1 and us-east-1, last DescribeDBInstances (rds.amazonaws.com) on 2026-11-12.',
      firstUsed: daysAgo(20),
      lastUsed: daysAgo(10),
      uses: 2,
      resources: ['arn:aws:rds:eu-west-1:1:db:x'],
      grantedBy: [{ policy: 'inline policy app', index: 0 }],
    });
  });

  it('credits a possible use as a use', () => {
    const possible = seen(DESCRIBE, { summary: 'uncertain' });
    expect(verdictOf(assess({ observations: [possible] }), DESCRIBE)).toMatch(/^used: /);
  });

  it('calls required what a task definition asks for, naming the field of its newest revision', () => {
    const older = requires('ecr:BatchGetImage', {
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/my-app:6`,
    });
    const assessment = assess({
      policies: [allow('ecr:BatchGetImage')],
      required: [older, requires('ecr:BatchGetImage')],
    });
    expect(verdictOf(assessment, 'ecr:BatchGetImage')).toBe(
      'required: containerDefinitions[0].image of my-app:7 in eu-west-1 (and 1 other task definition) requires it.',
    );
    expect(assessment.missing).toEqual([]);
  });

  it('calls used what is both used and required, and required what is both required and blocked', () => {
    const required = [requires(DESCRIBE)];
    expect(verdictOf(assess({ required, observations: [seen(DESCRIBE)] }), DESCRIBE)).toMatch(/^used: /);
    const denied = inline(
      { Effect: 'Allow', Action: DESCRIBE, Resource: '*' },
      { Effect: 'Deny', Action: DESCRIBE, Resource: '*' },
    );
    const blocked = assess({ required, policies: [denied] });
    expect(verdictOf(blocked, DESCRIBE)).toMatch(
      /^required: .* Today it has no effect: statement 2 of inline policy app denies it\.$/,
    );
    expect(blocked.missing).toMatchObject([
      { action: DESCRIBE, blockedBy: [{ policy: 'inline policy app', index: 1 }] },
    ]);
    expect(verdictOf(assess({ policies: [denied] }), DESCRIBE)).toBe(
      'blocked: Granted, but without effect: statement 2 of inline policy app denies it.',
    );
    expect(verdictOf(assess({ policies: [denied], observations: [seen(DESCRIBE)] }), DESCRIBE)).toMatch(
      /^used: .* Today it has no effect: /,
    );
  });

  it('calls blocked what the permissions boundary does not allow', () => {
    const boundary = rolePolicy({ kind: 'boundary', name: 'dev', arn: 'arn:aws:iam::1:policy/dev' }, [
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ]);
    expect(verdictOf(assess({ role: { boundary } }), DESCRIBE)).toBe(
      'blocked: Granted, but without effect: permissions boundary dev does not allow it.',
    );
  });

  it.each<readonly [string, Partial<World>, Action, RegExp]>([
    [
      'never an event',
      { policies: [allow('iam:PassRole')] },
      'iam:PassRole',
      /^unobservable: CloudTrail does not show it: /,
    ],
    [
      'data events are off',
      { policies: [allow('s3:GetObject')] },
      's3:GetObject',
      /^unobservable: Nothing that is switched on records data events of AWS::S3::Object in eu-west-1 and us-east-1/,
    ],
    ['unknown to the catalogue', { policies: [allow('foo:DoThing')] }, 'foo:DoThing', /^unobservable: The catalogue/],
    [
      'not sure to be an event',
      { policies: [allow('s3:GetObjectLegalHold')] },
      's3:GetObjectLegalHold',
      /^unobservable: /,
    ],
    ['a pattern over an unknown service', { policies: [allow('foo:*')] }, 'foo:*', /^unobservable: The catalogue/],
    ['Regions unknown', { enabledRegions: undefined }, DESCRIBE, /^undetermined: The enabled Regions/],
    [
      'one Region not read',
      { enabledRegions: [...REGIONS, 'us-west-2'] },
      DESCRIBE,
      /^undetermined: No source has read management events of rds in us-west-2\.$/,
    ],
    ['no source', { coverages: [] }, DESCRIBE, /^undetermined: No source has read/],
    [
      'watched too short',
      { coverages: [lookup('us-east-1'), lookup('eu-west-1', 20)] },
      DESCRIBE,
      /^undetermined: Watched without a break since 2026-11-02 only; 30 days are needed\.$/,
    ],
    [
      'role too young',
      { role: { createdAt: daysAgo(1) } },
      DESCRIBE,
      /^undetermined: The role was created on 2026-11-21; it must be 30 days old/,
    ],
    [
      'role younger than must be watched',
      {
        role: { createdAt: daysAgo(40) },
        evidence: { thresholds: { minAge: 30 * DAY_MS, minWatched: 60 * DAY_MS } },
      },
      DESCRIBE,
      /^undetermined: Watched without a break since 2026-10-13 only; 60 days are needed\.$/,
    ],
    [
      'what was kept was tampered with, and not all of the look-back was watched since',
      {
        coverages: [lookup('us-east-1'), lookup('eu-west-1', 60)],
        evidence: { tampering: { at: daysAgo(2), windowFrom: daysAgo(90) } },
      },
      DESCRIBE,
      /^undetermined: What earlier runs kept was tampered with \(noticed on 2026-11-20\), so uses before 2026-09-23 may be forgotten; it must be watched since 2026-08-24\.$/,
    ],
    [
      'what was kept was tampered with, and all of the look-back was watched',
      { evidence: { tampering: { at: daysAgo(2), windowFrom: daysAgo(90) } } },
      DESCRIBE,
      /^unused/,
    ],
    [
      'what was kept was tampered with, and all of the life of the role was watched',
      {
        role: { createdAt: daysAgo(50) },
        coverages: [lookup('us-east-1', 50), lookup('eu-west-1', 50)],
        evidence: { tampering: { at: daysAgo(2), windowFrom: daysAgo(90) } },
      },
      DESCRIBE,
      /^unused/,
    ],
    [
      'policy not understood',
      { policies: [allow(DESCRIBE), { source: { kind: 'inline', name: 'odd' }, document: problem('no JSON') }] },
      DESCRIBE,
      /^undetermined: The role's inline policy odd could not be understood\.$/,
    ],
    [
      'role not fully read',
      { role: { unread: ['managed policy X'] } },
      DESCRIBE,
      /^undetermined: Not all of the role could be read: managed policy X\.$/,
    ],
    [
      'an unknown event of the service',
      { observations: [seen('rds:New')] },
      DESCRIBE,
      /^undetermined: The role made a call of this service on 2026-11-12 \(rds\.amazonaws\.com New\)/,
    ],
    [
      'possibly required',
      { required: [requires(DESCRIBE, { certainty: 'possible', note: 'it depends' })] },
      DESCRIBE,
      /^undetermined: .* may require it: it depends\.$/,
    ],
    [
      'a task definition not read',
      { policies: [allow('kms:Decrypt')], evidence: { unreadTaskDefinitions: ['lost:3'] } },
      'kms:Decrypt',
      /^undetermined: A task definition that could not be read may require it: lost:3\.$/,
    ],
    [
      'a Region’s task definitions not listed',
      { policies: [allow('kms:Decrypt')], evidence: { unlistedRegions: ['us-east-1'] } },
      'kms:Decrypt',
      /^undetermined: Task definitions of us-east-1 could not all be listed/,
    ],
  ])('does not call unused: %s', (_, world, action, expected) => {
    expect(verdictOf(assess(world), action)).toMatch(expected);
  });

  it('lets an unread task definition count only for what task definitions can require', () => {
    expect(verdictOf(assess({ evidence: { unreadTaskDefinitions: ['lost:3'] } }), DESCRIBE)).toMatch(/^unused: /);
  });

  it('calls a data-plane action unused where every Region recorded its data events', () => {
    const dataEvents = { 'AWS::S3::Object': [{ from: daysAgo(60), to: NOW }] };
    const coverages = REGIONS.map((region) => lookup(region, 90, { dataEvents }));
    expect(verdictOf(assess({ policies: [allow('s3:GetObject')], coverages }), 's3:GetObject')).toMatch(
      /^unused: No call in 60 days \(2026-09-23 to 2026-11-22\) .* data events were read/,
    );
  });

  it('calls nothing unused of a service that the catalogue does not know, whatever was seen of it', () => {
    const assessment = assess({ policies: [allow('foo:*')], observations: [seen('foo:DoThing')] });
    expect(verdictOf(assessment, 'foo:*')).toMatch(/^unobservable/);
  });

  it('does not take the use of one unknown service for that of another', () => {
    const assessment = assess({ policies: [allow('foo:*')], observations: [seen('bar:DoThing')] });
    expect(verdictOf(assessment, 'foo:*')).toMatch(/^unobservable/);
  });

  it('orders verdicts and denied attempts by action, whatever the order of policies and events', () => {
    const actions = ['sqs:SendMessage', 'kms:Decrypt', 'rds:DescribeDBInstances'] as const;
    const observations = actions.map((action) => seen(action, DENIED));
    const { actions: verdicts, denied } = assess({ policies: [allow(...actions)], observations });
    const names = (list: readonly { readonly action: string }[]) => list.map(({ action }) => action);
    expect(names(verdicts)).toEqual(['kms:Decrypt', 'rds:DescribeDBInstances', 'sqs:SendMessage']);
    expect(names(denied)).toEqual(['kms:Decrypt', 'rds:DescribeDBInstances', 'sqs:SendMessage']);
    expect(denied[0]?.errorCode).toBe('AccessDenied');
  });

  it('names the Regions that were not read up to now', () => {
    const coverages = [
      lookup('us-east-1'),
      lookup('eu-west-1', 90, { management: [{ from: daysAgo(90), to: daysAgo(5) }] }),
    ];
    expect(verdictOf(assess({ coverages }), DESCRIBE)).toMatch(/^undetermined: .* \(missing: eu-west-1\)\.$/);
  });

  it('takes denied calls for attempts: listed, and never a use', () => {
    const denied = seen(DESCRIBE, { ...DENIED, resources: ['r'] });
    const assessment = assess({ observations: [denied] });
    expect(verdictOf(assessment, DESCRIBE)).toMatch(/^unused: .* Denied 1 time, last on 2026-11-12\.$/);
    expect(assessment.denied).toEqual([
      {
        action: DESCRIBE,
        first: daysAgo(10),
        last: daysAgo(10),
        count: 1,
        resources: ['r'],
        errorCode: 'AccessDenied',
      },
    ]);
  });

  it('does not let a former role of the same name have used anything', () => {
    const former = seen(DESCRIBE, { principal: { name: 'app-task', accountId: ACCOUNT, roleId: 'AROAFORMER' } });
    expect(verdictOf(assess({ observations: [former] }), DESCRIBE)).toMatch(/^unused: /);
  });

  it.each([
    { kind: 'missing', arn: ARN },
    { kind: 'foreign', arn: ARN, accountId: '999999999999' },
    { kind: 'unreadable', arn: ARN, why: 'AccessDenied' },
  ] as const)('has no verdicts and misses nothing on a role that is $kind', (found) => {
    const assessment = assess({ lookup: found, required: [requires(DESCRIBE)], observations: [seen(DESCRIBE)] });
    expect(assessment).toMatchObject({ actions: [], missing: [], lookup: found, lastSeen: daysAgo(10) });
  });

  it('states the stretch in which all management events were watched, if there is one', () => {
    expect(assess().watched?.from).toBe(daysAgo(90));
    expect(assess({ coverages: [] })).not.toHaveProperty('watched');
  });
});

describe('text messages, which CloudTrail does not record', () => {
  const types = ['AWS::SNS::Topic', 'AWS::SNS::PlatformEndpoint'];
  const always = [{ from: daysAgo(90), to: NOW }];
  const dataEvents = Object.fromEntries(types.map((type) => [type, always]));
  const coverages = REGIONS.map((region) => lookup(region, 90, { dataEvents }));
  const publish = (parts: object) => inline({ Effect: 'Allow', Action: 'sns:Publish', ...parts });

  it.each<readonly [string, object]>([
    ['all resources', { Resource: '*' }],
    ['all but topics', { NotResource: 'arn:aws:sns:*:*:*' }],
    ['a topic and all else', { Resource: ['arn:aws:sns:eu-west-1:123456789012:t', '*'] }],
  ])('leave publishing on %s unobservable', (_what, parts) => {
    expect(verdictOf(assess({ policies: [publish(parts)], coverages }), 'sns:Publish')).toMatch(
      /^unobservable: .*phone numbers are not recorded/,
    );
  });

  it('are not sent with a permission on topics alone, which is unused where it was watched', () => {
    const policies = [publish({ Resource: ['arn:aws:sns:eu-west-1:123456789012:t', 'arn:aws:sns:*:*:alerts-*'] })];
    expect(verdictOf(assess({ policies, coverages }), 'sns:Publish')).toMatch(/^unused: /);
  });
});

describe('objects behind access points, which may be files that CloudTrail records otherwise', () => {
  const dataEvents = { 'AWS::S3::Object': [{ from: daysAgo(90), to: NOW }] };
  const coverages = REGIONS.map((region) => lookup(region, 90, { dataEvents }));
  const read = (...resources: readonly string[]) => [
    inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: resources }),
  ];

  it.each([
    'arn:aws:s3:eu-west-1:123456789012:accesspoint/files/object/*',
    'arn:aws:s3:*:*:accesspoint/*',
    'arn:aws:s3::123456789012:accesspoint/m1.mrap/object/*',
  ])('leave reading of %s unobservable', (resource) => {
    const verdict = verdictOf(assess({ policies: read('arn:aws:s3:::b/*', resource), coverages }), 's3:GetObject');
    expect(verdict).toMatch(/^unobservable: .*access point/);
  });

  it.each(['*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::*'])('do not stand in the way of %s', (resource) => {
    expect(verdictOf(assess({ policies: read(resource), coverages }), 's3:GetObject')).toMatch(/^unused: /);
  });
});

describe('summaries of data events', () => {
  const summary = seen(DESCRIBE, {
    at: daysAgo(5),
    summary: 'certain',
    repeats: { count: 12, first: daysAgo(6), resources: 'all', resourcesStated: true },
  });
  const call = seen(DESCRIBE, { resources: ['arn:aws:rds:eu-west-1:1:db:x'] });

  it('are uses, of which nobody knows how many, nor of what', () => {
    const [verdict] = assess({ observations: [summary] }).actions;
    expect(verdict).toMatchObject({
      verdict: 'used',
      because:
        'Summaries of data events in eu-west-1 tell of it, last DescribeDBInstances (rds.amazonaws.com) on 2026-11-17.',
      firstUsed: daysAgo(6),
      lastUsed: daysAgo(5),
      resources: [],
    });
    expect(verdict).not.toHaveProperty('uses');
    expect(verdict).not.toHaveProperty('allResources');
  });

  it('neither add to the calls that they sum up nor take from what is known of them', () => {
    const [verdict] = assess({ observations: [summary, call] }).actions;
    expect(verdict).toMatchObject({ uses: 1, lastUsed: daysAgo(5), resources: call.resources, allResources: true });
  });
});
