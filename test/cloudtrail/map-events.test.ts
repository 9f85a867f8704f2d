import { describe, expect, it } from 'vitest';
import { mapEvent } from '../../src/cloudtrail/map-events.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { dimension, summaryOf } from '../support/summaries.ts';

const catalog = await loadCatalog();

describe('mapEvent()', () => {
  const s3 = 's3.amazonaws.com';
  const table: readonly (readonly [string, object, object])[] = [
    [
      'an event named as its action',
      { eventSource: s3, eventName: 'GetObject' },
      { actions: ['s3:GetObject'], certainty: 'exact' },
    ],
    [
      'a renamed event',
      { eventSource: s3, eventName: 'HeadObject' },
      { actions: ['s3:GetObject'], certainty: 'exact', note: 'HeadObject is authorised as GetObject' },
    ],
    [
      'an event with further checks',
      { eventSource: s3, eventName: 'GetObject', requestParameters: { versionId: '1' } },
      { actions: expect.arrayContaining(['s3:GetObject', 's3:GetObjectVersion']), certainty: 'possible' },
    ],
    [
      'an event that passes a role',
      { eventSource: 'ecs.amazonaws.com', eventName: 'RunTask', requestParameters: { cluster: 'c' } },
      { actions: ['ecs:RunTask', 'iam:PassRole'], certainty: 'exact' },
    ],
    [
      'an event of API Gateway version 2',
      { eventSource: 'apigateway.amazonaws.com', eventName: 'CreateApi' },
      { actions: ['apigateway:POST'], certainty: 'exact' },
    ],
    [
      'an event that needs no permission',
      { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' },
      { actions: [], certainty: 'none' },
    ],
    [
      'an event that nobody knows',
      { eventSource: 'ecs.amazonaws.com', eventName: 'Fly' },
      { actions: [], certainty: 'unknown' },
    ],
  ];
  for (const [what, event, expected] of table) {
    it(`maps ${what}`, () => {
      expect(mapEvent(event, catalog)).toMatchObject(expected);
    });
  }

  it('says of what is no record that it cannot read it', () => {
    for (const json of [null, 3, [], {}, { eventSource: s3 }, { eventName: 'GetObject' }]) {
      expect(mapEvent(json, catalog)).toMatchObject({
        actions: [],
        certainty: 'unknown',
        note: expect.stringContaining('cannot read'),
      });
    }
    expect(mapEvent({ eventSource: s3 }, catalog)).toMatchObject({ eventSource: s3, eventName: '' });
    expect(mapEvent(null, catalog)).toMatchObject({ eventSource: '', eventName: '' });
  });

  it('gives an event no certainty but that of the least certain action', () => {
    const certaintyOf = (eventSource: string, eventName: string) =>
      mapEvent({ eventSource, eventName, requestParameters: {} }, catalog).certainty;
    expect(certaintyOf('dynamodb.amazonaws.com', 'ExecuteStatement')).toBe('possible');
    expect(certaintyOf('ecs.amazonaws.com', 'StartTask')).toBe('exact');
  });

  it('heeds the type of the event and its error', () => {
    const reported = { eventSource: 'ecr.amazonaws.com', eventName: 'PutImage', eventType: 'AwsServiceEvent' };
    expect(mapEvent(reported, catalog)).toMatchObject({ actions: [], certainty: 'none' });
    const missing = { eventSource: s3, eventName: 'GetObject', errorCode: 'NoSuchKey' };
    expect(mapEvent(missing, catalog).actions).toStrictEqual(['s3:GetObject', 's3:ListBucket']);
  });

  it('maps a summary of data events to the actions of all that it counts', () => {
    const counted = (...names: readonly string[]) => mapEvent(summaryOf(dimension('eventName', ...names), []), catalog);
    expect(counted('PutObject', 'GetObject')).toStrictEqual({
      eventSource: s3,
      eventName: 'PutObject GetObject',
      actions: ['s3:PutObject', 's3:GetObject'],
      certainty: 'exact',
      note: 'a summary of data events',
    });
    expect(counted('FoldObject').certainty).toBe('unknown');
    expect(counted()).toMatchObject({ eventName: '', actions: [], certainty: 'unknown' });
  });

  it('writes exactly the fields of its line', () => {
    expect(mapEvent({ eventSource: s3, eventName: 'GetObject', awsRegion: 'x' }, catalog)).toStrictEqual({
      eventSource: s3,
      eventName: 'GetObject',
      actions: ['s3:GetObject'],
      certainty: 'exact',
    });
  });
});
