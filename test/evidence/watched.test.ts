import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import { watchedFor, watcher } from '../../src/evidence/watched.ts';
import { daysAgo, lookup, NOW } from '../ledger/seen.ts';

const MANAGEMENT = { kind: 'management' } as const;
const OBJECTS = { kind: 'data', resourceTypes: ['AWS::S3::Object'] } as const;
const REGIONS = ['eu-west-1', 'us-east-1'];
const both = (days = 90, parts: Partial<Coverage> = {}) => REGIONS.map((region) => lookup(region, days, parts));

function past(coverages: readonly Coverage[], enabledRegions: readonly string[] | undefined = REGIONS) {
  return { coverages, enabledRegions, now: NOW };
}

function trail(region: string, from: number, to: number, parts: Partial<Coverage> = {}): Coverage {
  return { ...lookup(region), source: 'trail', management: [{ from: daysAgo(from), to: daysAgo(to) }], ...parts };
}

describe('watchedFor()', () => {
  it('watches from when the last Region came in', () => {
    const coverages = [lookup('eu-west-1', 90), lookup('us-east-1', 40)];
    expect(watchedFor(MANAGEMENT, 'rds:DescribeDBInstances', past(coverages))).toEqual({
      interval: { from: daysAgo(40), to: NOW - HOUR_MS / 4 },
      sources: ['lookup'],
    });
  });

  it('watches nothing while one enabled Region was not read', () => {
    const watched = watchedFor(MANAGEMENT, 'rds:DescribeDBInstances', past(both(), [...REGIONS, 'us-west-2']));
    expect(watched).toEqual({ why: 'unread', regions: ['us-west-2'] });
  });

  it.each([undefined, []])('watches nothing while the enabled Regions are %j', (regions) => {
    const watched = watchedFor(MANAGEMENT, 'rds:X', { coverages: both(), enabledRegions: regions, now: NOW });
    expect(watched).toEqual({ why: 'regionsUnknown' });
  });

  it('watches data events while management events were read too, where these may show the action as well', () => {
    const dataEvents = { 'AWS::SQS::Queue': [{ from: daysAgo(90), to: NOW }] };
    const ofData = (region: string) => trail(region, 90, 0, { management: [], dataEvents });
    const queues = { kind: 'data', resourceTypes: ['AWS::SQS::Queue'], beside: 'management' } as const;
    const one = [ofData('eu-west-1'), ofData('us-east-1'), lookup('eu-west-1')];
    expect(watchedFor(queues, 'sqs:SendMessage', past(one))).toEqual({ why: 'unread', regions: ['us-east-1'] });
    const all = [...one, lookup('us-east-1', 50)];
    expect(watchedFor(queues, 'sqs:SendMessage', past(all))).toMatchObject({ interval: { from: daysAgo(50) } });
    const { beside: _, ...alone } = queues;
    expect(watchedFor(alone, 'sqs:ListQueues', past(one))).toMatchObject({ interval: { from: daysAgo(90) } });
    const watch = watcher(past(one));
    expect([watch(alone, 'sqs:ListQueues'), watch(queues, 'sqs:SendMessage')]).toMatchObject([
      { interval: {} },
      { why: 'unread' },
    ]);
  });

  it('joins what two sources read of one Region', () => {
    const coverages = [lookup('eu-west-1', 30), trail('eu-west-1', 80, 29), lookup('us-east-1', 90)];
    expect(watchedFor(MANAGEMENT, 'rds:X', past(coverages))).toEqual({
      interval: { from: daysAgo(80), to: NOW - HOUR_MS / 4 },
      sources: ['lookup', 'trail'],
    });
  });

  it('begins again after a gap', () => {
    const gap = [
      { from: daysAgo(90), to: daysAgo(20) },
      { from: daysAgo(19), to: NOW },
    ];
    const watched = watchedFor(
      MANAGEMENT,
      'rds:X',
      past([lookup('eu-west-1', 90, { management: gap }), lookup('us-east-1')]),
    );
    expect(watched).toMatchObject({ interval: { from: daysAgo(19) } });
  });

  it('allows for a day of late delivery, and no more', () => {
    const until = (days: number) => [lookup('us-east-1'), trail('eu-west-1', 90, days)];
    expect(watchedFor(MANAGEMENT, 'rds:X', past(until(1)))).toHaveProperty('interval');
    expect(watchedFor(MANAGEMENT, 'rds:X', past(until(1.1)))).toEqual({ why: 'broken', regions: ['eu-west-1'] });
  });

  it('sees that a trail leaves out the events of KMS, unless another source has them', () => {
    const without = both(90, { source: 'trail', excludedEventSources: ['kms.amazonaws.com'] });
    expect(watchedFor(MANAGEMENT, 'kms:Decrypt', past(without))).toMatchObject({ why: 'off', regions: REGIONS });
    expect(watchedFor(MANAGEMENT, 'rds:X', past(without))).toHaveProperty('interval');
    expect(watchedFor(MANAGEMENT, 'kms:Decrypt', past([...without, ...both()]))).toMatchObject({ sources: ['lookup'] });
  });

  it('finds the services behind an event source of another name', () => {
    const without = both(90, { excludedEventSources: ['rdsdata.amazonaws.com'] });
    expect(watchedFor(MANAGEMENT, 'rds-data:ExecuteStatement', past(without))).toEqual({
      why: 'off',
      regions: REGIONS,
      types: [],
    });
  });

  const recorded = { 'AWS::S3::Object': [{ from: daysAgo(50), to: NOW }] };
  it('never takes management events for data events', () => {
    expect(watchedFor(OBJECTS, 's3:GetObject', past(both()))).toMatchObject({ why: 'off', regions: REGIONS });
    expect(watchedFor(OBJECTS, 's3:GetObject', past(both(90, { dataEvents: recorded })))).toMatchObject({
      interval: { from: daysAgo(50) },
    });
  });

  it('tells data events that were recorded but not read from those switched off', () => {
    const coverages = [
      lookup('eu-west-1', 90, { dataEvents: recorded }),
      lookup('us-east-1', 90, { dataEvents: { 'AWS::S3::Object': [] } }),
    ];
    expect(watchedFor(OBJECTS, 's3:GetObject', past(coverages))).toEqual({ why: 'unread', regions: ['us-east-1'] });
  });

  it('needs every resource type that an event may be logged as', () => {
    const either = { kind: 'data', resourceTypes: ['AWS::S3::Object', 'AWS::S3::AccessPoint'] } as const;
    expect(watchedFor(either, 's3:GetObject', past(both(90, { dataEvents: recorded })))).toEqual({
      why: 'off',
      regions: REGIONS,
      types: ['AWS::S3::AccessPoint'],
    });
  });
});

describe('watcher()', () => {
  it('answers as watchedFor() does, asked again and for other classes', () => {
    const given = past([...both(90, { excludedEventSources: ['kms.amazonaws.com'] })]);
    const ask = watcher(given);
    for (const action of ['kms:Decrypt', 'rds:X', 'kms:Encrypt', 'rds:Y'] as const) {
      for (const events of [MANAGEMENT, OBJECTS])
        expect(ask(events, action)).toEqual(watchedFor(events, action, given));
    }
  });
});
