import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { addDataEvent, addEvent } from '../../src/sandbox/add-event.ts';
import { emptyAccount, type SandboxTrail } from '../../src/sandbox/sandbox-account.ts';
import { trailLogFiles } from '../../src/sandbox/trail-log-files.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const ROLE = 'arn:aws:iam::418295736412:role/app';
const SESSIONS = 'arn:aws:sts::418295736412:assumed-role/app/';
const OBJECT = 'arn:aws:s3:::orders/a';

/** Log files of a trail that has these settings, of five calls of the day before. */
function filesOf(trail: Partial<SandboxTrail>) {
  const account = emptyAccount({ now: NOW, regions: ['us-east-1', 'eu-west-1'] });
  const at = Date.parse('2026-11-21T10:02:00Z');
  const role = ROLE;
  addEvent(account, { role, at, eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' });
  addEvent(account, { role, at, eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', region: 'eu-west-1' });
  addEvent(account, { role, at, eventSource: 'iam.amazonaws.com', eventName: 'GetRole' });
  const resources = [{ ARN: OBJECT, type: 'AWS::S3::Object' }];
  addDataEvent(account, { role, at, eventSource: 's3.amazonaws.com', eventName: 'GetObject', resources });
  addDataEvent(account, { role, at, eventSource: 's3.amazonaws.com', eventName: 'PutObject', resources });
  account.buckets.push('logs');
  account.trails.push({
    name: 'main',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'logs',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [],
    advancedEventSelectors: [],
    ...trail,
  });
  return [...trailLogFiles(account, NOW)];
}

function namesIn(trail: Partial<SandboxTrail>): readonly string[] {
  return filesOf(trail)
    .flatMap(
      ([, { body }]) => (JSON.parse(gunzipSync(body).toString()) as { Records: { eventName: string }[] }).Records,
    )
    .map(({ eventName }) => eventName)
    .sort();
}

const fields = (...each: readonly (readonly [string, string, ...string[]])[]) => ({
  FieldSelectors: each.map(([Field, operator, ...values]) => ({ Field, [operator]: values })),
});
const MANAGEMENT = ['CreateQueue', 'Decrypt', 'GetRole'];
const basic = (parts: object = {}) => ({ eventSelectors: [{ ReadWriteType: 'All', DataResources: [], ...parts }] });
const advanced = (...selectors: readonly ReturnType<typeof fields>[]) => ({ advancedEventSelectors: selectors });
const OBJECTS = [
  ['eventCategory', 'Equals', 'Data'],
  ['resources.type', 'Equals', 'AWS::S3::Object'],
] as const;
const objectsOf = (Values: readonly string[]) =>
  basic({ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values }] });

const CASES: readonly (readonly [string, Partial<SandboxTrail>, readonly string[]])[] = [
  ['management events', basic(), MANAGEMENT],
  [
    'management events but one source',
    basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
    ['CreateQueue', 'GetRole'],
  ],
  ['writes', basic({ ReadWriteType: 'WriteOnly' }), ['CreateQueue']],
  ['objects of a bucket', objectsOf(['arn:aws:s3:::orders/']), ['GetObject', 'PutObject']],
  ['objects of another bucket', objectsOf(['arn:aws:s3:::other/']), []],
  ['advanced: management', advanced(fields(['eventCategory', 'Equals', 'Management'])), MANAGEMENT],
  ['advanced: objects', advanced(fields(...OBJECTS)), ['GetObject', 'PutObject']],
  ['advanced: objects read', advanced(fields(...OBJECTS, ['readOnly', 'Equals', 'true'])), ['GetObject']],
  [
    'advanced: objects elsewhere',
    advanced(fields(...OBJECTS, ['resources.ARN', 'NotStartsWith', 'arn:aws:s3:::orders'])),
    [],
  ],
  [
    'advanced: objects, names that begin so',
    advanced(fields(...OBJECTS, ['eventName', 'StartsWith', 'Put'])),
    ['PutObject'],
  ],
  ['advanced: nothing of one role', advanced(fields(...OBJECTS, ['userIdentity.arn', 'NotStartsWith', SESSIONS])), []],
  ['one Region', { ...basic(), multiRegion: false, homeRegion: 'eu-west-1' }, ['CreateQueue']],
  ['no global services', { ...basic(), globalServiceEvents: false }, ['CreateQueue', 'Decrypt']],
  ['nothing since it stopped', { ...basic(), logging: false, stoppedAt: NOW - 3 * DAY_MS }, []],
  [
    'nothing since S3 refuses',
    { ...basic(), deliveryError: { code: 'AccessDenied', lastDeliveryAt: NOW - 3 * DAY_MS } },
    [],
  ],
  ['nothing into a bucket of another account', { ...basic(), bucket: 'elsewhere' }, []],
];

test.each(CASES)('a trail that records %s delivers just that', (_, trail, names) => {
  expect(namesIn(trail)).toEqual(names);
});

test('files lie where CloudTrail puts them, by Region and day of delivery', () => {
  const keys = filesOf({ ...basic(), prefix: 'audit' }).map(([key]) => key);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(
    /^logs\/audit\/AWSLogs\/418295736412\/CloudTrail\/us-east-1\/2026\/11\/21\/418295736412_CloudTrail_us-east-1_20261121T1005Z_\w{16}\.json\.gz$/,
  );
  expect(filesOf({ ...basic(), ownerId: '999999999999' })[0]?.[0]).toMatch(
    /^logs\/AWSLogs\/o-\w+\/418295736412\/CloudTrail\//,
  );
});
