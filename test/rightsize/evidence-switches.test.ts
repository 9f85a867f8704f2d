import { expect, test } from 'vitest';
import { observabilityOf } from '../../src/cloudtrail/observability.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import { type WatchedPast, watcher } from '../../src/evidence/watched.ts';
import type { Action } from '../../src/iam/action.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import type { RolePolicy } from '../../src/iam/role.ts';
import { evidenceSwitches, switchSentence } from '../../src/rightsize/evidence-switches.ts';
import { lookup, NOW } from '../ledger/seen.ts';
import { inline } from '../support/iam.ts';
import { ARN, allow, assess, REGIONS } from './world.ts';

const catalog = await loadCatalog();

/** The switches for a role that is granted these actions. */
function switchesFor(
  actions: readonly Action[],
  coverages: readonly Coverage[] = REGIONS.map((region) => lookup(region)),
  policies: readonly RolePolicy[] = [allow(...actions)],
  enabledRegions: readonly string[] = REGIONS,
  more: Partial<WatchedPast> = {},
) {
  const past = { coverages, enabledRegions, now: NOW, ...more };
  const assessment = assess({ policies, coverages });
  const evidence = {
    observabilityOf: (action: Action) => observabilityOf(action, catalog),
    watched: watcher(past),
    past,
  };
  return evidenceSwitches([assessment], evidence);
}

test('names what to record, where, and the actions that it would decide, most first', () => {
  const found = switchesFor([
    'sqs:SendMessage',
    's3:GetObject',
    's3:PutObject',
    'iam:PassRole',
    'rds:DescribeDBInstances',
  ]);
  expect(found).toEqual([
    {
      records: { kind: 'data', resourceTypes: ['AWS::S3::Object'] },
      regions: ['eu-west-1', 'us-east-1'],
      actions: [
        { role: ARN, action: 's3:GetObject' },
        { role: ARN, action: 's3:PutObject' },
      ],
    },
    {
      records: { kind: 'data', resourceTypes: ['AWS::SQS::Queue'] },
      regions: ['eu-west-1', 'us-east-1'],
      actions: [{ role: ARN, action: 'sqs:SendMessage' }],
    },
  ]);
  expect(found.map(switchSentence)).toEqual([
    'Record data events of AWS::S3::Object, of every resource, in eu-west-1 and us-east-1, to judge 2 actions of 1 role.',
    'Record data events of AWS::SQS::Queue, of every resource, in eu-west-1 and us-east-1, to judge 1 action of 1 role.',
  ]);
});

test('names the Regions alone in which it is off', () => {
  const dataEvents = { 'AWS::S3::Object': [{ from: 0, to: NOW }] };
  const found = switchesFor(['s3:GetObject'], [lookup('us-east-1', 90, { dataEvents }), lookup('eu-west-1')]);
  expect(found.map(({ regions }) => regions)).toEqual([['eu-west-1']]);
});

test('names event sources that every trail leaves out', () => {
  const without = (region: string) =>
    lookup(region, 90, { source: 'trail', excludedEventSources: ['kms.amazonaws.com'] });
  const found = switchesFor(['kms:Decrypt'], REGIONS.map(without));
  expect(found.map(switchSentence)).toEqual([
    'Record management events of kms, which are left out, in eu-west-1 and us-east-1, to judge 1 action of 1 role.',
  ]);
});

test('names nothing for what is on, or what no switch shows', () => {
  expect(switchesFor(['iam:PassRole', 'logs:PutLogEvents', 'rds:DescribeDBInstances'])).toEqual([]);
});

test('names nothing for grants that reach what no switch shows', () => {
  expect(switchesFor(['sns:Publish'])).toEqual([]);
  const topics = inline({ Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:us-east-1:*:orders' });
  expect(switchesFor([], undefined, [topics]).map(switchSentence)).toEqual([
    'Record data events of AWS::SNS::Topic and AWS::SNS::PlatformEndpoint, of every resource, in eu-west-1 and us-east-1, to judge 1 action of 1 role.',
  ]);
});

test('the Regions stand in one order, whatever that of the account', () => {
  const past = (regions: readonly string[]) => switchesFor(['s3:GetObject'], [], undefined, regions);
  expect(past([...REGIONS].reverse())).toEqual(past(REGIONS));
});

test('of the types that an event may be logged as, only what nothing records is to be recorded', () => {
  const coverages = REGIONS.map((region) => ({ ...lookup(region), dataEvents: { 'AWS::SNS::Topic': [] } }));
  const topics = inline({ Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:us-east-1:*:orders' });
  expect(switchesFor([], coverages, [topics]).map(({ records }) => records)).toEqual([
    { kind: 'data', resourceTypes: ['AWS::SNS::PlatformEndpoint'] },
  ]);
});

test('where nobody asked what trails record, to read one comes before recording anything', () => {
  const [found] = switchesFor(['s3:GetObject'], undefined, undefined, undefined, { trailsUnasked: true });
  expect(found && switchSentence(found)).toBe(
    'Read (source auto) or record data events of AWS::S3::Object, of every resource, in eu-west-1 and us-east-1, to judge 1 action of 1 role.',
  );
});
