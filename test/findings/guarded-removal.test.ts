import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/iam/policy.ts';
import type { MissedGrant } from '../../src/rightsize/missed-grants.ts';
import { assess, DAY, NOW, verdict } from './fixtures.ts';
import { draftOf, probe } from './probe.ts';

const statement: Statement = { effect: 'Allow', action: ['sqs:*'], resource: ['*'], index: 0 };
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:orders';

function missing(over: Partial<MissedGrant> = {}): MissedGrant {
  return {
    action: 'sqs:SendMessage',
    grantedAt: NOW - 3 * DAY,
    refused: { first: NOW - 2 * DAY, last: NOW - DAY },
    resources: [],
    statement,
    ...over,
  };
}

const by = 'arn:aws:sts::123456789012:assumed-role/platform/dana';
const change = { at: NOW - 2.5 * DAY, eventName: 'DeleteRolePolicy', roleName: 'app', policy: 'queues', by } as const;

describe('removed-and-missed', () => {
  test('says who took it away and when, and gives back the refused action on the refused resource alone', () => {
    const draft = draftOf(
      probe(
        'removed-and-missed',
        assess('app', { missed: [missing({ change, resources: [QUEUE], lastUsed: NOW - 9 * DAY })] }),
      ),
    );
    expect(draft).toMatchObject({
      severity: 'HIGH',
      title: 'app misses 1 permission that was taken away',
      actions: ['sqs:SendMessage'],
      remediation: `If the call is meant, give app back: {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${QUEUE}"}`,
    });
    expect(draft.description).toContain(`Changed by ${by} on 2026-11-19 (DeleteRolePolicy of queues).`);
    expect(draft.description).toContain('All of it was seen in use before.');
  });

  test('warns of calls that nobody made before, and says where nobody knows who did it', () => {
    const { description } = draftOf(probe('removed-and-missed', assess('app', { missed: [missing()] })));
    expect(description).toContain('No use of sqs:SendMessage was seen before: make sure');
    expect(description).toContain('do not tell who changed it');
  });

  test('is in doubt where too little was watched to say that nothing is refused, or what was refused may have been granted before', () => {
    const kindOf = (over: Parameters<typeof assess>[1]) =>
      probe('removed-and-missed', assess('app', { missed: [], grantsKnownSince: NOW - 30 * DAY, ...over }));
    const watched = { from: NOW - 90 * DAY, to: NOW };
    const attempt = {
      action: 'sqs:SendMessage',
      last: NOW - DAY,
      count: 1,
      resources: [],
      errorCode: 'AccessDenied',
    } as const;
    const before = { ...attempt, first: NOW - 31 * DAY };
    expect(kindOf({ watched })).toEqual({ kind: 'fine' });
    expect(kindOf({ watched: { ...watched, from: NOW - 9 * DAY } }).kind).toBe('unavailable');
    expect(kindOf({ watched, denied: [{ ...attempt, first: NOW - 29 * DAY }] })).toEqual({ kind: 'fine' });
    expect(kindOf({ watched, denied: [before] })).toMatchObject({ kind: 'unavailable', about: ['sqs:SendMessage'] });
    expect(kindOf({ watched, denied: [{ ...before, grantedSince: true }] })).toEqual({ kind: 'fine' });
  });

  test('gives back several actions at once, under the conditions of before', () => {
    const condition = { Bool: { 'aws:SecureTransport': ['true'] } };
    const missed = [
      missing(),
      missing({ action: 'sqs:PurgeQueue' }),
      missing({ action: 'kms:Decrypt', statement: { ...statement, condition } }),
    ];
    const { evidence } = draftOf(probe('removed-and-missed', assess('app', { missed })));
    expect(JSON.parse(evidence['restore'] ?? '')).toEqual([
      { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:PurgeQueue'], Resource: '*' },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    ]);
  });

  test('keeps statements whole where not all of them fit', () => {
    const missed = Array.from({ length: 40 }, (_, n) =>
      missing({ action: `sqs:Action${n}`, statement: { ...statement, resource: [`${QUEUE}-${n}`] } }),
    );
    const { evidence, remediation } = draftOf(probe('removed-and-missed', assess('app', { missed })));
    const restored = JSON.parse(evidence['restore'] ?? '') as readonly unknown[];
    expect(evidence['restore']?.length).toBeLessThanOrEqual(2048);
    expect(restored.length).toBeGreaterThan(5);
    expect(remediation).toContain('the statement that the finding names (restore)');
  });

  test('asks for the deny or boundary to go where no statement went', () => {
    const { statement: _, ...blocked } = missing();
    const { remediation, evidence } = draftOf(probe('removed-and-missed', assess('app', { missed: [blocked] })));
    expect(remediation).toContain('take back the deny or the boundary');
    expect(evidence['restore']).toBeUndefined();
  });

  test('shows no invisible characters of what people wrote', () => {
    const missed = [
      missing({ change: { ...change, by: 'da\u202ena' }, statement: { ...statement, resource: ['a\u202eb'] } }),
    ];
    const draft = draftOf(probe('removed-and-missed', assess('app', { missed })));
    expect(draft.evidence['changedBy']).toContain('dana');
    expect(draft.evidence['restore']).toContain('a\\u202eb');
  });

  test.each<readonly [string, Parameters<typeof assess>[1], string]>([
    ['is fine where nothing is missed', { missed: [] }, 'fine'],
    ['is unavailable where nothing is known of before', {}, 'unavailable'],
  ])('%s', (_, over, kind) => {
    expect(probe('removed-and-missed', assess('app', over)).kind).toBe(kind);
  });

  test('leaves denied-at-runtime what was never there', () => {
    const denied = (action: MissedGrant['action'], more = {}) => ({
      action,
      first: NOW - 2 * DAY,
      last: NOW - DAY,
      count: 1,
      resources: [],
      errorCode: 'AccessDenied',
      ...more,
    });
    const missed = [missing()];
    const both = assess('app', { missed, denied: [denied('sqs:SendMessage'), denied('s3:GetObject')] });
    expect(draftOf(probe('denied-at-runtime', both)).actions).toEqual(['s3:GetObject']);
    expect(probe('denied-at-runtime', assess('app', { missed, denied: [denied('sqs:SendMessage')] })).kind).toBe(
      'fine',
    );
    const mended = assess('app', { denied: [denied('sqs:SendMessage', { grantedSince: true })] });
    expect(probe('denied-at-runtime', mended).kind).toBe('fine');
  });
});

describe('first-use', () => {
  const first = (action: 's3:PutBucketPolicy' | 'secretsmanager:GetSecretValue' | 's3:GetObject', idleSince?: number) =>
    assess('app', {
      actions: [
        verdict(action, 'used', {
          firstUsed: NOW - DAY,
          resources: ['arn:aws:s3:::b'],
          ...(idleSince !== undefined && { idleSince }),
        }),
      ],
    });
  test('tells what was used, when, and how long it was idle', () => {
    expect(draftOf(probe('first-use', first('s3:PutBucketPolicy', NOW - 80 * DAY)))).toMatchObject({
      severity: 'LOW',
      title: 'app used 1 sensitive permission for the first time',
      description:
        'First use: s3:PutBucketPolicy on arn:aws:s3:::b, on 2026-11-21, after 79 days in which the role had it and did not use it.',
      actions: ['s3:PutBucketPolicy'],
    });
    expect(probe('first-use', first('secretsmanager:GetSecretValue', NOW - 80 * DAY)).kind).toBe('finding');
  });
  test.each<readonly [string, Parameters<typeof probe>[1], string]>([
    ['is fine with a use that is no first one', first('s3:PutBucketPolicy'), 'fine'],
    ['is fine with what is not sensitive', first('s3:GetObject', NOW - 80 * DAY), 'fine'],
    [
      'is unavailable where too little was watched',
      assess('app', { watched: { from: NOW - 3 * DAY, to: NOW } }),
      'unavailable',
    ],
  ])('%s', (_, assessment, kind) => {
    expect(probe('first-use', assessment).kind).toBe(kind);
  });
});
