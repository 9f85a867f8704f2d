import { describe, expect, it } from 'vitest';
import { createFastScanner } from '../../src/cloudtrail/scan/fast-scan.ts';
import { unpacked } from '../../src/cloudtrail/scan/packed-evidence.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import { proven } from './proven.ts';
import { recordWith } from './record-with.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const fileOf = (...Records: readonly unknown[]) => bytesOf(JSON.stringify({ Records }));
const OF_POLICY = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'PutRolePolicy',
  requestParameters: { roleName: 'r', policyName: 'p' },
};
const BY_ECS = {
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
  requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/r' },
};

describe.each([
  ['plain', createPlainScanner],
  ['fast', createFastScanner],
])('the %s scanner', (_name, create) => {
  it.each([
    ['', 'Cannot parse log file: expected JSON, found: Unexpected end of JSON input'],
    ['{"Records":[', 'Cannot parse log file: expected JSON, found: '],
    ['{"Records":[{"a":1}}', 'Cannot parse log file: expected JSON, found: '],
    ['[]', 'Cannot read log file: expected {"Records":[…]}, found other JSON'],
    ['{"Records":{}}', 'Cannot read log file: expected {"Records":[…]}, found other JSON'],
    ['null', 'Cannot read log file: expected {"Records":[…]}, found other JSON'],
    ['{"Records":[],"Records":[]}', 'Cannot read log file: the key "Records" stands twice'],
    [`{"Records":[{}${',{}'.repeat(1_000_000)}]}`, 'Cannot read log file: it has more than 1000000 records'],
  ])('says of %.40s what is wrong, and counts nothing of it', (text, problem) => {
    const scanner = create({});
    expect(scanner.scan(bytesOf(text))).toStrictEqual({
      records: 0,
      unreadable: [],
      problem: expect.stringContaining(problem),
    });
    expect(unpacked(scanner.take())).toStrictEqual({ observations: [], assumed: [], grantChanges: [] });
  });

  it('takes a file without records', () => {
    for (const text of ['{"Records":[]}', ' { "Records" : [ ] } ', '{"Records":[],"more":1}']) {
      expect(create({}).scan(bytesOf(text))).toStrictEqual({ records: 0, unreadable: [] });
    }
  });

  it('counts every record and says which could not be read, and of which Region', () => {
    const scanner = create({});
    const bad = recordWith({ eventTime: 'noon' });
    const nameless = recordWith({ userIdentity: { type: 'AssumedRole' } });
    expect(scanner.scan(fileOf(recordWith(), bad, 5, nameless))).toStrictEqual({
      records: 4,
      unreadable: [
        { region: 'eu-west-1', eventClass: 'data', why: expect.stringContaining('no usable eventTime') },
        { eventClass: 'unknown', why: 'Cannot read CloudTrail record: expected an object, found number' },
        { region: 'eu-west-1', eventClass: 'data', why: expect.stringContaining('its role session names no role') },
      ],
    });
    expect(unpacked(scanner.take()).observations).toHaveLength(1);
  });

  it.each([
    ['"eventName":"ListTables"', 'eventName', 'eu-west-1'],
    ['"userIdentity":{"type":"IAMUser"}', 'userIdentity', 'eu-west-1'],
    ['"errorCode":"AccessDenied","errorCode":null', 'errorCode', 'eu-west-1'],
    ['"awsRegion":"us-east-1"', 'awsRegion', undefined],
    ['"requestParameters":null', 'requestParameters', 'eu-west-1'],
  ])('believes nothing of a record that repeats a key, such as %s', (more, field, region) => {
    const record = `${JSON.stringify(recordWith()).slice(0, -1)},${more}}`;
    const scanner = create({});
    const why = expect.stringContaining(`: keys are repeated in ${field}`);
    expect(scanner.scan(bytesOf(`{"Records":[${record}]}`))).toStrictEqual({
      records: 1,
      unreadable: [{ why, eventClass: 'unknown', ...(region !== undefined && { region }) }],
    });
    expect(unpacked(scanner.take()).observations).toEqual([]);
  });

  it.each([
    ['"type":"AssumedRole"', 'userIdentity'],
    ['"tableName":"orders"', 'requestParameters'],
  ])('believes nothing of a record that repeats %s further down', (member, field) => {
    const text = JSON.stringify(recordWith());
    expect(text).toContain(member);
    const scanner = create({});
    const { unreadable } = scanner.scan(bytesOf(`{"Records":[${text.replace(member, `${member},${member}`)}]}`));
    expect(unreadable.map(({ why }) => why)).toEqual([expect.stringContaining(`: keys are repeated in ${field}`)]);
    expect(unpacked(scanner.take()).observations).toEqual([]);
  });

  it('takes no event from the future, nor from before CloudTrail', () => {
    const latest = Date.UTC(2026, 8, 21, 12);
    const times = ['2026-09-21T12:00:00Z', '2026-09-21T12:00:01Z', '2012-12-31T10:00:00Z', '1970-01-01T00:00:00Z'];
    const scanner = create({ latest });
    const { unreadable } = scanner.scan(fileOf(...times.map((eventTime) => recordWith({ eventTime }))));
    expect(unreadable).toHaveLength(3);
    expect(unpacked(scanner.take()).observations.map(({ at }) => at)).toEqual([latest]);
  });

  it('counts an event that its file cannot tell of as use, and as unreadable', () => {
    const deliveredAt = Date.UTC(2026, 8, 20, 10, 5);
    const times = ['2026-08-20T10:04:59Z', '2026-08-20T10:05:00Z', '2026-09-21T10:04:59Z', '2026-09-21T10:05:00Z'];
    const scanner = create({});
    const scan = scanner.scan(fileOf(...times.map((eventTime) => recordWith({ eventTime }))), deliveredAt);
    expect(scan.unreadable.map(({ why }) => why)).toEqual([
      expect.stringContaining('found 2026-08-20T10:04:59Z in a file delivered at 2026-09-20T10:05:00Z'),
      expect.stringContaining('found 2026-09-21T10:05:00Z in a file delivered at 2026-09-20T10:05:00Z'),
    ]);
    const { observations } = unpacked(scanner.take());
    expect(observations.reduce((sum, { repeats }) => sum + (repeats?.count ?? 1), 0)).toBe(4);
  });

  it('lists a thousand unreadable records of a file; of more, the file is not read', () => {
    const bad = Array.from({ length: 1_000 }, () => recordWith({ eventTime: 'noon' }));
    const scanner = create({});
    expect(scanner.scan(fileOf(...bad, recordWith())).unreadable).toHaveLength(1_000);
    expect(scanner.scan(fileOf(...bad, recordWith(), recordWith({ eventTime: 1 })))).toStrictEqual({
      records: 1_002,
      unreadable: [],
      problem: expect.stringContaining(
        '1001 of its 1002 records cannot be read, the first: Cannot read CloudTrail record',
      ),
    });
    expect(unpacked(scanner.take()).observations).toMatchObject([{ repeats: { count: 2 } }]);
  });

  it('parses nothing beyond the limit of what may be parsed', () => {
    const scanner = create({ mostParsed: 3_000 });
    const text = JSON.stringify({ more: 1, Records: [recordWith({ additionalEventData: 'x'.repeat(3_000) })] });
    expect(scanner.scan(bytesOf(text))).toMatchObject({ records: 0, problem: expect.stringContaining('at most 3000') });
  });

  it('gathers only the calls of those wanted, but what was done to roles of all', () => {
    const file = fileOf(recordWith(), recordWith(OF_POLICY), recordWith(BY_ECS));
    const all = create({});
    all.scan(file);
    const names = unpacked(all.take()).observations.map(({ eventName }) => eventName);
    expect(names.toSorted()).toEqual(['GetItem', 'PutRolePolicy']);
    const wanted = ['app-task', 'other'].map((name) => {
      const scanner = create({ wanted: (principal) => principal.name === name });
      scanner.scan(file);
      const { observations, assumed, grantChanges } = unpacked(scanner.take());
      return [observations.length, assumed.length, grantChanges.length];
    });
    expect(wanted).toEqual([
      [2, 1, 1],
      [0, 1, 1],
    ]);
  });

  it('takes no sign of life from Insights events, nor from calls that failed', () => {
    for (const change of [{ eventCategory: 'Insight' }, { errorCode: 'AccessDenied' }, { eventName: 'AssumeRoot' }]) {
      const scanner = create({});
      expect(scanner.scan(fileOf(recordWith({ ...BY_ECS, ...change })))).toStrictEqual({ records: 1, unreadable: [] });
      expect(unpacked(scanner.take())).toStrictEqual({ observations: [], assumed: [], grantChanges: [] });
    }
  });

  it('takes changes of grants from whoever made them', () => {
    const scanner = create({});
    scanner.scan(fileOf(recordWith({ ...OF_POLICY, userIdentity: { type: 'IAMUser' } })));
    expect(unpacked(scanner.take()).grantChanges).toHaveLength(1);
  });

  it('fills in the account of each caller, where the record names no other', () => {
    const ofAccount = (accountId: string) =>
      recordWith({
        recipientAccountId: undefined,
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${accountId}:assumed-role/app-task/s`,
          sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${accountId}:role/app-task` } },
        },
      });
    const scanner = create({});
    scanner.scan(fileOf(ofAccount('111111111111'), ofAccount('222222222222')));
    expect(unpacked(scanner.take()).observations.flatMap(({ resources }) => resources)).toEqual([
      'arn:aws:dynamodb:eu-west-1:111111111111:table/orders',
      'arn:aws:dynamodb:eu-west-1:222222222222:table/orders',
    ]);
  });

  it('fills in the Region of each call, whatever else is equal', () => {
    const scanner = create({});
    scanner.scan(fileOf(recordWith({ awsRegion: 'eu-west-1' }), recordWith({ awsRegion: 'us-east-1' })));
    expect(unpacked(scanner.take()).observations.flatMap(({ resources }) => resources)).toEqual([
      'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
      'arn:aws:dynamodb:us-east-1:123456789012:table/orders',
    ]);
  });

  it('tells refusals apart by the actions that they name', () => {
    const scanner = create({});
    const refused = (action: string) =>
      recordWith({ errorCode: 'AccessDenied', errorMessage: `r is not authorized to perform: ${action} on x` });
    scanner.scan(fileOf(refused('dynamodb:GetItem'), refused('kms:Decrypt'), refused('kms:Decrypt')));
    const { observations } = unpacked(scanner.take());
    expect(observations.map(proven).map(({ actions, repeats }) => [actions[0]?.action, repeats?.count])).toEqual([
      ['dynamodb:GetItem', undefined],
      ['kms:Decrypt', 2],
    ]);
  });

  it('keeps days apart', () => {
    const scanner = create({});
    scanner.scan(
      fileOf(...['20T00', '20T23', '21T00'].map((hour) => recordWith({ eventTime: `2026-09-${hour}:00:00Z` }))),
    );
    expect(unpacked(scanner.take()).observations.map(({ repeats }) => repeats?.count)).toEqual([2, undefined]);
  });

  it('tells neither sessions nor days apart where only times are asked for', () => {
    const scanner = create({ timesOnly: true });
    const { userIdentity } = recordWith() as { readonly userIdentity: object };
    const calls = [
      ['s', '2026-09-21T00:00:01Z'],
      ['t', '2026-09-20T23:59:59Z'],
      ['s', '2026-09-22T12:00:00Z'],
      ['u', '2026-09-22T01:00:00Z'],
    ].map(([session, eventTime]) => {
      const arn = `arn:aws:sts::123456789012:assumed-role/app-task/${session}`;
      return recordWith({ eventTime, userIdentity: { ...userIdentity, arn, principalId: `AROAEXAMPLE1:${session}` } });
    });
    scanner.scan(fileOf(...calls));
    const [observation, ...others] = unpacked(scanner.take()).observations;
    expect(others).toEqual([]);
    expect(observation).toMatchObject({
      at: Date.UTC(2026, 8, 22, 12),
      repeats: { count: 4, first: Date.UTC(2026, 8, 20, 23, 59, 59) },
    });
    expect(observation?.principal).not.toHaveProperty('sessionName');
  });

  it('begins anew with each batch', () => {
    const scanner = create({});
    const file = fileOf(recordWith(), recordWith({ eventID: 'other' }));
    for (let batch = 0; batch < 3; batch++) {
      scanner.scan(file);
      expect(unpacked(scanner.take()).observations).toMatchObject([{ eventName: 'GetItem', repeats: { count: 2 } }]);
    }
    expect(unpacked(scanner.take()).observations).toEqual([]);
  });

  it('gathers what differs in anything that counts apart', () => {
    const scanner = create({});
    const records = [
      recordWith(),
      recordWith({ awsRegion: 'us-east-1' }),
      recordWith({ eventName: 'PutItem' }),
      recordWith({ eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' }),
      recordWith({ eventTime: '2026-09-21T10:00:00Z' }),
      recordWith({ errorCode: 'AccessDenied' }),
      recordWith({ eventType: 'AwsServiceEvent' }),
      recordWith({ eventCategory: 'Insight' }),
    ];
    scanner.scan(fileOf(...records, ...records));
    expect(unpacked(scanner.take()).observations.map(({ repeats }) => repeats?.count)).toEqual(
      Array.from({ length: 7 }, () => 2),
    );
  });
});

describe('the fast scanner', () => {
  it('reads a file of any length, and no record that is too long to be parsed', () => {
    const scanner = createFastScanner({ mostParsed: 3_000 });
    const long = recordWith({ eventTime: '2026-09-20T10:00:00.5Z', additionalEventData: 'x'.repeat(3_000) });
    expect(scanner.scan(fileOf(recordWith(), recordWith(), recordWith(), long))).toStrictEqual({
      records: 4,
      unreadable: [{ why: expect.stringMatching(/it has \d{4} bytes, expected at most 3000/), eventClass: 'unknown' }],
    });
    expect(unpacked(scanner.take()).observations).toMatchObject([{ repeats: { count: 3 } }]);
  });

  it('takes nothing for what it forgot, after very many callers and forms of calls', () => {
    const callOf = (session: string, eventName: string, requestParameters: object) => ({
      eventTime: '2026-09-20T10:00:00Z',
      eventSource: 'dynamodb.amazonaws.com',
      eventName,
      awsRegion: 'eu-west-1',
      eventID: session,
      userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::123456789012:assumed-role/r-${session}/s` },
      requestParameters,
    });
    const scanner = createFastScanner({});
    const many = Array.from({ length: 20_001 }, (_, at) => callOf(`${at}`, 'GetItem', { [`k${at}`]: 'x' }));
    scanner.scan(fileOf(...many));
    expect(unpacked(scanner.take()).observations).toHaveLength(20_001);
    for (const eventName of ['PutItem', 'DeleteItem']) {
      scanner.scan(fileOf(callOf('other', eventName, { tableName: 't' }), callOf('1', 'GetItem', { k1: 'y' })));
      expect(unpacked(scanner.take()).observations.map(proven)).toMatchObject([
        { principal: { name: 'r-other' }, actions: [{ action: `dynamodb:${eventName}` }] },
        { principal: { name: 'r-1' }, actions: [{ action: 'dynamodb:GetItem' }] },
      ]);
    }
  });

  it('tells calls apart by the values of their parameters, however many there are', () => {
    const scanner = createFastScanner({ samples: 0 });
    const getParameter = (name: string) =>
      recordWith({ eventSource: 'ssm.amazonaws.com', eventName: 'GetParameter', requestParameters: { name } });
    const names = Array.from({ length: 20_010 }, (_, at) => `/app/${at}`);
    const secrets = ['/aws/reference/secretsmanager/a', '/aws/reference/secretsmanager/b'];
    scanner.scan(fileOf(...[...names, ...secrets, `/${'x'.repeat(2_000)}`].map(getParameter)));
    const counts = new Map<string, number>();
    for (const observation of unpacked(scanner.take()).observations) {
      const key = proven(observation)
        .actions.map(({ action }) => action)
        .join(' ');
      counts.set(key, (counts.get(key) ?? 0) + (observation.repeats?.count ?? 1));
    }
    expect(Object.fromEntries(counts)).toEqual({
      'ssm:GetParameter': 20_011,
      'ssm:GetParameter kms:Decrypt secretsmanager:GetSecretValue': 2,
    });
  });

  it('reads the resources of so many records alike, and says that there may be more', () => {
    const calls = (count: number) =>
      Array.from({ length: count }, (_, at) => recordWith({ requestParameters: { tableName: `t${at}` } }));
    const seen = (count: number, samples?: number) => {
      const scanner = createFastScanner(samples === undefined ? {} : { samples });
      scanner.scan(fileOf(...calls(count), ...calls(count)));
      const [observation] = unpacked(scanner.take()).observations;
      return [observation?.resources.length, observation?.repeats?.resources];
    };
    expect(seen(2, 2)).toEqual([2, 'all']);
    expect(seen(3, 2)).toEqual([3, 'some']);
    expect(seen(25)).toEqual([25, 'all']);
    // What was met in the file in which the bound was passed may be read all the same.
    expect(seen(60)).toEqual([26, 'some']);
  });
});
