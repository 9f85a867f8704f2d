import { expect, test } from 'vitest';
import type { Trail } from '../../src/cloudtrail/trail-settings/trail.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import { type TrailKnowledge, trailCoverage } from '../../src/evidence/coverage-by-settings.ts';
import type { Action } from '../../src/iam/action.ts';
import { daysAgo, lookup, NOW } from '../ledger/seen.ts';
import { advanced, BASIC, basic, dataEvents, field, known, managementEvents, trailOf } from '../support/trails.ts';
import { allow, assess, REGIONS, verdictOf } from './world.ts';

const ACTIONS = [
  's3:GetObject',
  'dynamodb:GetItem',
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'iam:PassRole',
  'logs:PutLogEvents',
  'sqs:SendMessage',
] as const satisfies readonly Action[];
type Listed = (typeof ACTIONS)[number];

/** All that the trails at `s3://logs` wrote in 90 days was read, beside what is given. */
function verdicts(
  trails: readonly TrailKnowledge[],
  beside: readonly Coverage[] = [],
): Readonly<Record<string, string>> {
  const coverages = REGIONS.flatMap((region) =>
    trailCoverage(
      [
        {
          source: 'trail',
          region,
          read: [{ from: daysAgo(90), to: NOW - 3 * 60 * 60_000 }],
          location: { bucket: 'logs', prefix: '' },
        },
      ],
      trails,
    ),
  );
  const assessment = assess({ policies: [allow(...ACTIONS)], coverages: [...coverages, ...beside] });
  return Object.fromEntries(ACTIONS.map((action) => [action, verdictOf(assessment, action)]));
}

const NEVER = {
  'iam:PassRole': 'unobservable: CloudTrail does not show it: iam:PassRole is a permission, not a call',
  'logs:PutLogEvents': 'unobservable: CloudTrail does not show it: writing log events is not recorded',
} as const;

function off(what: string): string {
  return `unobservable: Nothing that is switched on records ${what} in eu-west-1 and us-east-1 for a source to read.`;
}

function unread(what: string): string {
  return `undetermined: No source has read ${what} in eu-west-1 and us-east-1 for a time in which trails are known to have recorded them`;
}

const DATA_OFF = {
  's3:GetObject': off('data events of AWS::S3::Object'),
  'dynamodb:GetItem': off('data events of AWS::DynamoDB::Table'),
  'sqs:SendMessage': off('data events of AWS::SQS::Queue'),
} as const;

const MANAGEMENT_UNREAD = {
  'kms:Decrypt': unread('management events of kms'),
  'secretsmanager:GetSecretValue': unread('management events of secretsmanager'),
} as const;

const UNUSED_MANAGEMENT = {
  'kms:Decrypt': 'unused: No call in 90 days',
  'secretsmanager:GetSecretValue': 'unused: No call in 90 days',
} as const;

const UNUSED = 'unused: No call in 90 days (2026-08-24 to 2026-11-22) in any of 2 enabled Regions; data events were';

type Expected = Readonly<Record<Listed, string>>;
const MANAGEMENT_ALONE: Expected = { ...NEVER, ...DATA_OFF, ...UNUSED_MANAGEMENT };
const NOTHING: Expected = { ...NEVER, ...DATA_OFF, ...MANAGEMENT_UNREAD };
/** Data events alone: functions are made of objects, which no data event need show. */
const S3_ALONE: Expected = {
  ...NOTHING,
  's3:GetObject': unread('data events of AWS::S3::Object and management events'),
};

function selecting(selectors: Trail['selectors'], parts: Partial<Trail> = {}): readonly TrailKnowledge[] {
  return [known({ selectors, ...parts })];
}

const S3 = 'AWS::S3::Object';
const ONE_BUCKET = { field: 'resources.ARN', startsWith: ['arn:aws:s3:::orders/'] };

/** One row for each kind of setting: trails, and what is then decided. */
const ROWS: readonly (readonly [string, readonly TrailKnowledge[], Expected])[] = [
  ['no trail at all', [], NOTHING],
  ['all management events, basic', selecting(BASIC), MANAGEMENT_ALONE],
  ['all management events, advanced', selecting(advanced(managementEvents())), MANAGEMENT_ALONE],
  [
    'management events but those of KMS, basic',
    selecting({ kind: 'basic', selectors: [basic({ excludedEventSources: ['kms.amazonaws.com'] })] }),
    { ...MANAGEMENT_ALONE, 'kms:Decrypt': off('management events of kms') },
  ],
  [
    'management events but those of KMS, advanced',
    selecting(advanced(managementEvents({ field: 'eventSource', notEquals: ['kms.amazonaws.com'] }))),
    { ...MANAGEMENT_ALONE, 'kms:Decrypt': off('management events of kms') },
  ],
  [
    'management events but those of the RDS Data API',
    selecting({ kind: 'basic', selectors: [basic({ excludedEventSources: ['rdsdata.amazonaws.com'] })] }),
    MANAGEMENT_ALONE,
  ],
  [
    'management events but those of KMS, and a second trail with all',
    [
      ...selecting({ kind: 'basic', selectors: [basic({ excludedEventSources: ['kms.amazonaws.com'] })] }),
      ...selecting(BASIC),
    ],
    MANAGEMENT_ALONE,
  ],
  [
    'management events of one event source',
    selecting(advanced(managementEvents(field('eventSource', 'kms.amazonaws.com')))),
    NOTHING,
  ],
  [
    'read-only management events',
    selecting({ kind: 'basic', selectors: [basic({ readWriteType: 'ReadOnly' })] }),
    NOTHING,
  ],
  ['write-only management events', selecting(advanced(managementEvents(field('readOnly', 'false')))), NOTHING],
  [
    'both halves of management events, in two selectors',
    selecting(advanced(managementEvents(field('readOnly', 'false')), managementEvents(field('readOnly', 'true')))),
    MANAGEMENT_ALONE,
  ],
  [
    'both halves of management events, in two trails',
    [
      ...selecting({ kind: 'basic', selectors: [basic({ readWriteType: 'ReadOnly' })] }),
      ...selecting(advanced(managementEvents(field('readOnly', 'false')))),
    ],
    MANAGEMENT_ALONE,
  ],
  [
    'management events without those of some names',
    selecting(advanced(managementEvents({ field: 'eventName', notEquals: ['Decrypt'] }))),
    NOTHING,
  ],
  [
    'management events of some principals',
    selecting(
      advanced(managementEvents({ field: 'userIdentity.arn', notStartsWith: ['arn:aws:sts::1:assumed-role/x/'] })),
    ),
    NOTHING,
  ],
  [
    'management events but those of console sessions',
    selecting(advanced(managementEvents({ field: 'sessionCredentialFromConsole', notEquals: ['true'] }))),
    NOTHING,
  ],
  [
    'management events of API calls alone',
    selecting(advanced(managementEvents({ field: 'eventType', notEquals: ['AwsServiceEvent'] }))),
    MANAGEMENT_ALONE,
  ],
  [
    'management events but API calls',
    selecting(advanced(managementEvents({ field: 'eventType', equals: ['AwsServiceEvent'] }))),
    NOTHING,
  ],
  ['no management events', selecting({ kind: 'basic', selectors: [basic({ managementEvents: false })] }), NOTHING],
  ['without global service events', selecting(BASIC, { globalServiceEvents: false }), NOTHING],
  [
    'every object, basic',
    selecting({ kind: 'basic', selectors: [basic({ dataResources: [{ type: S3, values: ['arn:aws:s3'] }] })] }),
    { ...MANAGEMENT_ALONE, 's3:GetObject': UNUSED },
  ],
  [
    'every table, basic',
    selecting({
      kind: 'basic',
      selectors: [basic({ dataResources: [{ type: 'AWS::DynamoDB::Table', values: ['arn:aws:dynamodb'] }] })],
    }),
    { ...MANAGEMENT_ALONE, 'dynamodb:GetItem': UNUSED },
  ],
  [
    'the objects of one bucket, basic',
    selecting({
      kind: 'basic',
      selectors: [basic({ dataResources: [{ type: S3, values: ['arn:aws:s3:::orders/'] }] })],
    }),
    MANAGEMENT_ALONE,
  ],
  [
    'every object, writes alone, basic',
    selecting({
      kind: 'basic',
      selectors: [
        basic(),
        basic({
          readWriteType: 'WriteOnly',
          managementEvents: false,
          dataResources: [{ type: S3, values: ['arn:aws:s3'] }],
        }),
      ],
    }),
    MANAGEMENT_ALONE,
  ],
  ['every object, advanced', selecting(advanced(dataEvents(S3))), S3_ALONE],
  [
    'every queue, advanced',
    selecting(advanced(managementEvents(), dataEvents('AWS::SQS::Queue'))),
    { ...MANAGEMENT_ALONE, 'sqs:SendMessage': UNUSED },
  ],
  ['the objects of one bucket, advanced', selecting(advanced(dataEvents(S3, ONE_BUCKET))), NOTHING],
  [
    'the objects of all buckets but one',
    selecting(advanced(dataEvents(S3, { field: 'resources.ARN', notStartsWith: ['arn:aws:s3:::logs/'] }))),
    NOTHING,
  ],
  ['every object, reads alone', selecting(advanced(dataEvents(S3, field('readOnly', 'true')))), NOTHING],
  [
    'every object, reads and writes in two selectors',
    selecting(advanced(dataEvents(S3, field('readOnly', 'true')), dataEvents(S3, field('readOnly', 'false')))),
    S3_ALONE,
  ],
  [
    'every object, by some principals',
    selecting(advanced(dataEvents(S3, { field: 'userIdentity.arn', notEquals: ['arn:aws:sts::1:assumed-role/x/y'] }))),
    NOTHING,
  ],
  ['every object, some calls', selecting(advanced(dataEvents(S3, field('eventName', 'PutObject')))), NOTHING],
  [
    'network activity events',
    selecting(
      advanced({ fields: [field('eventCategory', 'NetworkActivity'), field('eventSource', 's3.amazonaws.com')] }),
    ),
    NOTHING,
  ],
  ['a field that nobody knows yet', selecting(advanced(managementEvents(field('vpcEndpointId', 'vpce-1')))), NOTHING],
  ['a trail to another bucket', selecting(BASIC, { bucket: 'other' }), NOTHING],
  ['a trail below another prefix', selecting(BASIC, { prefix: 'team' }), NOTHING],
];

test.each(ROWS)('%s', (_, trails, expected) => {
  const found = verdicts(trails);
  const wrong = ACTIONS.filter((action) => !found[action]?.startsWith(expected[action]));
  expect(wrong.map((action) => `${action} ${found[action]}`)).toEqual([]);
});

test('a trail in one Region leaves the other unread', () => {
  const only = trailOf().statuses.filter(({ region }) => region === 'us-east-1');
  expect(verdicts(selecting(BASIC, { statuses: only }))).toMatchObject({
    'kms:Decrypt': expect.stringContaining('No source has read management events of kms in eu-west-1 for a time'),
    's3:GetObject': DATA_OFF['s3:GetObject'],
  });
});

/** Trails that record everything today, with a past that says less. */
const EVERYTHING = advanced(managementEvents(), dataEvents(S3));
const NOT_KNOWN = `${unread('data events of AWS::S3::Object and management events')} all.`;
const seen = (days: number, events: string = S3) => ({ events, at: daysAgo(days) });
const FIRST_RUN = { readAt: NOW, foreign: false, shown: [seen(0.5), seen(0.5, 'management')] };
const SILENT = { from: daysAgo(90), to: NOW - 15 * 60_000 };
const at = (days: number, eventName: string) => ({ at: daysAgo(days), eventName, trail: 'main' });

test.each<readonly [string, TrailKnowledge, string]>([
  [
    'settings changed ten days ago say nothing of the time before',
    known(
      { selectors: EVERYTHING },
      {
        history: {
          changes: [{ at: daysAgo(10), eventName: 'PutEventSelectors', trail: 'main' }],
          read: { from: daysAgo(90), to: NOW - 15 * 60_000 },
        },
      },
    ),
    'undetermined: Watched without a break since 2026-11-12 only; 30 days are needed.',
  ],
  [
    'settings that no earlier run has read are as old as the silence of the event history',
    { trail: trailOf({ selectors: EVERYTHING }), past: { ...FIRST_RUN, history: { changes: [], read: SILENT } } },
    UNUSED,
  ],
  ...(
    [
      ['no event', []],
      ['an event of another type', [seen(0.5, 'AWS::DynamoDB::Table'), seen(0.5, 'management')]],
      ['an event of a role alone', [{ ...seen(0.5), role: 'arn:aws:sts::123456789012:assumed-role/app/' as const }]],
      ['an event from before they were changed', [seen(41)]],
      ['an event as young as a change that may not show yet', [seen(10 / 1440)]],
    ] as const
  ).map(([what, shown]): readonly [string, TrailKnowledge, string] => [
    `settings of which ${what} was read are not known to be older than a first run`,
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: { ...FIRST_RUN, shown, history: { changes: [at(40, 'PutEventSelectors')], read: SILENT } },
    },
    NOT_KNOWN,
  ]),
  [
    'settings of which an event was read count since the last change',
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: { ...FIRST_RUN, shown: [seen(39)], history: { changes: [at(40, 'PutEventSelectors')], read: SILENT } },
    },
    'unused: No call in 40 days',
  ],
  [
    'a first run takes settings changed yesterday for new',
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: { ...FIRST_RUN, history: { changes: [at(1, 'PutEventSelectors')], read: SILENT } },
    },
    'undetermined: Watched without a break since 2026-11-21 only; 30 days are needed.',
  ],
  [
    'a first run takes settings changed and changed back for new',
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: {
        ...FIRST_RUN,
        history: { changes: [at(12, 'PutEventSelectors'), at(9, 'PutEventSelectors')], read: SILENT },
      },
    },
    'undetermined: Watched without a break since 2026-11-13 only; 30 days are needed.',
  ],
  [
    'a first run takes a trail that was stopped and started for new',
    {
      trail: trailOf({ selectors: EVERYTHING }, { startedAt: daysAgo(8), stoppedAt: daysAgo(20) }),
      past: { ...FIRST_RUN, history: { changes: [at(20, 'StopLogging'), at(8, 'StartLogging')], read: SILENT } },
    },
    'undetermined: Watched without a break since 2026-11-14 only; 30 days are needed.',
  ],
  [
    'a first run takes a trail created in the window for new, whenever it says that it started',
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: { ...FIRST_RUN, history: { changes: [at(10, 'CreateTrail')], read: SILENT } },
    },
    'undetermined: Watched without a break since 2026-11-12 only; 30 days are needed.',
  ],
  [
    'a first run without the event history of the home Region knows nothing of the settings',
    { trail: trailOf({ selectors: EVERYTHING }), past: FIRST_RUN },
    NOT_KNOWN,
  ],
  [
    "a first run knows nothing of an organization's trail",
    { trail: trailOf({ selectors: EVERYTHING }), past: { readAt: NOW, foreign: true } },
    NOT_KNOWN,
  ],
  [
    'a first run does not count what S3 refused',
    {
      trail: trailOf({ selectors: EVERYTHING }, { deliveryError: 'AccessDenied', lastDeliveryAt: daysAgo(8) }),
      past: { ...FIRST_RUN, history: { changes: [], read: SILENT } },
    },
    'undetermined: No source has read data events of AWS::S3::Object and management events in every enabled Region at the same time and up to now (missing: eu-west-1 and us-east-1).',
  ],
  [
    'settings whose changes could not be read are known from now on',
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: { readAt: NOW, foreign: false, remembered: { first: daysAgo(60), last: daysAgo(1) } },
    },
    NOT_KNOWN,
  ],
  [
    "another account's trail is known as long as runs have read the same",
    {
      trail: trailOf({ selectors: EVERYTHING }),
      past: { readAt: NOW, foreign: true, remembered: { first: daysAgo(40), last: daysAgo(1) } },
    },
    'unused: No call in 40 days',
  ],
  [
    'a trail started 20 days ago recorded nothing before',
    { trail: trailOf({ selectors: EVERYTHING }, { startedAt: daysAgo(20) }), past: known().past },
    'undetermined: Watched without a break since 2026-11-02 only; 30 days are needed.',
  ],
  [
    'a trail that was stopped records nothing up to now',
    {
      trail: trailOf({ selectors: EVERYTHING }, { logging: false, stoppedAt: daysAgo(5) }),
      past: known().past,
    },
    'undetermined: No source has read data events of AWS::S3::Object and management events in every enabled Region at the same time and up to now (missing: eu-west-1 and us-east-1).',
  ],
  [
    'log files that S3 refuses are not there to be read',
    {
      trail: trailOf({ selectors: EVERYTHING }, { deliveryError: 'AccessDenied', lastDeliveryAt: daysAgo(8) }),
      past: known().past,
    },
    'undetermined: No source has read data events of AWS::S3::Object and management events in every enabled Region at the same time and up to now (missing: eu-west-1 and us-east-1).',
  ],
])('%s', (_, trail, expected) => {
  expect(
    verdicts(
      [trail],
      REGIONS.map((region) => lookup(region)),
    )['s3:GetObject'],
  ).toContain(expected);
});
