import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { addDataEvent, addEvent } from '../../src/sandbox/add-event.ts';
import { addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');

function accountWithEvents(): SandboxAccount {
  const account = emptyAccount({ now: NOW, regions: ['us-east-1', 'eu-west-1'] });
  const role = addRole(account, { name: 'app', path: '/svc/team/' });
  for (let hour = 1; hour <= 120; hour++) {
    addEvent(account, {
      role,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: hour % 2 === 0 ? 'GetSecretValue' : 'PutSecretValue',
      at: NOW - hour * HOUR_MS,
      resources: [
        { ARN: 'arn:aws:secretsmanager:us-east-1:418295736412:secret:x', type: 'AWS::SecretsManager::Secret' },
      ],
    });
  }
  addEvent(account, { role, eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', at: NOW - 91 * DAY_MS });
  addEvent(account, {
    role,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    at: NOW - DAY_MS,
    region: 'eu-west-1',
  });
  addDataEvent(account, { role, eventSource: 's3.amazonaws.com', eventName: 'GetObject', at: NOW - DAY_MS });
  account.trails.push({
    name: 'management-events',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'trails',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    advancedEventSelectors: [],
  });
  return account;
}

describe('CloudTrail', () => {
  let sandbox: Sandbox;
  let trail: ReturnType<typeof sandboxClients>['cloudTrail'];

  beforeEach(async () => {
    sandbox = await startSandbox({ account: accountWithEvents(), limits: false });
    trail = sandboxClients(sandbox.endpoint).cloudTrail;
  });
  afterEach(() => sandbox.close());

  it('lists the management events of one Region and 90 days, newest first, 50 a page', async () => {
    const times: number[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await trail.send(new LookupEventsCommand(NextToken === undefined ? {} : { NextToken }));
      const events = page.Events ?? [];
      sizes.push(events.length);
      times.push(...events.map((event) => event.EventTime?.getTime() ?? 0));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(sizes).toEqual([50, 50, 20]);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times[0]).toBe(NOW - HOUR_MS);
  });

  it('gives the record as CloudTrail wrote it: the path in the session issuer, not in the session', async () => {
    const page = await trail.send(new LookupEventsCommand({ MaxResults: 1 }));
    const [event] = page.Events ?? [];
    const record = JSON.parse(event?.CloudTrailEvent ?? '{}');
    expect(record.userIdentity.sessionContext.sessionIssuer.arn).toBe('arn:aws:iam::418295736412:role/svc/team/app');
    expect(record.userIdentity.arn).toBe(`arn:aws:sts::418295736412:assumed-role/app/${event?.Username}`);
    expect(record.eventID).toBe(event?.EventId);
    expect(event?.Resources?.[0]?.ResourceType).toBe('AWS::SecretsManager::Secret');
  });

  it('keeps to the times asked, both ends included', async () => {
    const page = await trail.send(
      new LookupEventsCommand({ StartTime: new Date(NOW - 4 * HOUR_MS), EndTime: new Date(NOW - 2 * HOUR_MS) }),
    );
    expect(page.Events?.map((event) => event.EventTime?.getTime())).toEqual([2, 3, 4].map((h) => NOW - h * HOUR_MS));
  });

  it('looks up by one attribute', async () => {
    const AttributeKey = 'EventName';
    const page = await trail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey, AttributeValue: 'PutSecretValue' }],
        MaxResults: 5,
      }),
    );
    expect(new Set(page.Events?.map((event) => event.EventName))).toEqual(new Set(['PutSecretValue']));
  });

  it.each([
    ['more than 50 results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['a token that is not its own', { NextToken: 'nonsense' }, 'InvalidNextTokenException'],
    [
      'an end before the start',
      { StartTime: new Date(NOW), EndTime: new Date(NOW - 1000) },
      'InvalidTimeRangeException',
    ],
  ])('refuses %s', async (_name, input, name) => {
    await expect(trail.send(new LookupEventsCommand(input))).rejects.toMatchObject({ name });
  });

  it('refuses a token with other parameters than it was given for', async () => {
    const { NextToken } = await trail.send(new LookupEventsCommand({}));
    const StartTime = new Date(NOW - DAY_MS);
    const again = trail.send(new LookupEventsCommand({ StartTime, ...(NextToken ? { NextToken } : {}) }));
    await expect(again).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });

  it('describes trails, their status and their selectors, a multi-Region trail in every Region', async () => {
    const elsewhere = sandboxClients(sandbox.endpoint, 'eu-west-1').cloudTrail;
    const shadow = await elsewhere.send(new DescribeTrailsCommand({}));
    expect(shadow.trailList).toMatchObject([
      { Name: 'management-events', HomeRegion: 'us-east-1', IsMultiRegionTrail: true },
    ]);
    expect((await elsewhere.send(new DescribeTrailsCommand({ includeShadowTrails: false }))).trailList).toEqual([]);
    const Name = shadow.trailList?.[0]?.TrailARN ?? '';
    expect(await elsewhere.send(new GetTrailStatusCommand({ Name }))).toMatchObject({ IsLogging: true });
    const selectors = await elsewhere.send(new GetEventSelectorsCommand({ TrailName: Name }));
    expect(selectors.EventSelectors).toMatchObject([{ IncludeManagementEvents: true }]);
    await expect(elsewhere.send(new GetTrailStatusCommand({ Name: 'none' }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
  });
});
