import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/cloudtrail/record.ts';
import { recordWith } from './record-with.ts';

function parsed(changes: Readonly<Record<string, unknown>>) {
  const result = parseRecord(recordWith(changes));
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe('parseRecord()', () => {
  it('takes resources that are null', () => {
    expect(parsed({ resources: null }).resources).toEqual([]);
  });

  it('takes a time with fractions, with an offset, and in seconds', () => {
    const at = Date.UTC(2026, 8, 20, 10);
    expect(parsed({ eventTime: '2026-09-20T10:00:00.123Z' }).at).toBe(at + 123);
    expect(parsed({ eventTime: '2026-09-20T12:00:00+02:00' }).at).toBe(at);
    expect(parsed({ eventTime: '2026-09-20T12:00:00+0200' }).at).toBe(at);
    expect(parsed({ eventTime: at / 1000 }).at).toBe(at);
    expect(parsed({ eventTime: at }).at).toBe(at);
    expect(parsed({ eventTime: 99_999_999_999 }).at).toBe(99_999_999_999_000);
    expect(parsed({ eventTime: at / 1000 + 0.5 }).at).toBe(at + 500);
    expect(parsed({ eventTime: '2013-01-01T00:00:00Z' }).at).toBe(Date.UTC(2013, 0, 1));
  });

  it('takes every field that evidence rests on, and no more', () => {
    const all = {
      errorCode: 'NoSuchKey',
      errorMessage: 'It is gone.',
      responseElements: { a: 1 },
      resources: [{ ARN: 'arn:aws:s3:::b' }, { type: 'T' }, { resourceType: 'U', arn: 'arn:x' }],
    };
    const { userIdentity } = recordWith();
    expect(parsed({ ...all, eventSource: 'S3.amazonaws.com' })).toStrictEqual({
      eventId: '11111111-2222-3333-4444-555555555555',
      at: Date.UTC(2026, 8, 20, 10),
      eventSource: 's3.amazonaws.com',
      eventName: 'GetItem',
      region: 'eu-west-1',
      eventType: 'AwsApiCall',
      eventCategory: 'Data',
      errorCode: 'NoSuchKey',
      errorMessage: 'It is gone.',
      recipientAccountId: '123456789012',
      userIdentity,
      requestParameters: { tableName: 'orders' },
      responseElements: { a: 1 },
      resources: [{ arn: 'arn:aws:s3:::b' }, { type: 'T' }, { type: 'U', arn: 'arn:x' }],
    });
  });

  it('takes the oldest records, which say little', () => {
    const old = { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', eventTime: '2013-11-20T10:00:00Z' };
    expect(parseRecord(old)).toStrictEqual({
      ok: true,
      value: {
        eventId: '',
        at: Date.UTC(2013, 10, 20, 10),
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        region: 'us-east-1',
        userIdentity: {},
        resources: [],
      },
    });
  });

  it('tells parameters that are null from parameters that nobody speaks of', () => {
    expect(parsed({ requestParameters: null }).requestParameters).toBeNull();
    expect('requestParameters' in parsed({ requestParameters: undefined })).toBe(false);
  });

  it('reads nested fields that an export left as strings of JSON', () => {
    const record = parsed({ requestParameters: '{"tableName":"a"}', userIdentity: '{"type":"AssumedRole"}' });
    expect(record.requestParameters).toEqual({ tableName: 'a' });
    expect(record.userIdentity).toEqual({ type: 'AssumedRole' });
    expect(parsed({ requestParameters: '{"cut' }).requestParameters).toBeNull();
    expect(parsed({ requestParameters: 'text' }).requestParameters).toBeNull();
    expect(parsed({ requestParameters: '["a"]' }).requestParameters).toBeNull();
  });

  it('reads resources in either spelling and drops what is none', () => {
    const resources = [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' }, { arn: 'arn:aws:s3:::b' }, null, {}, 'x'];
    expect(parsed({ resources }).resources).toEqual([
      { type: 'AWS::S3::Object', arn: 'arn:aws:s3:::b/k' },
      { arn: 'arn:aws:s3:::b' },
    ]);
  });

  it.each(['eventSource', 'eventName', 'eventTime'])('says which record lacks %s', (field) => {
    const result = parseRecord(recordWith({ [field]: undefined }));
    expect(result).toEqual({ ok: false, problem: expect.stringContaining(`no usable ${field}`) });
    expect(result).toEqual({ ok: false, problem: expect.stringContaining('11111111-2222') });
  });

  it.each([
    'yesterday',
    '2026-13-40T10:00:00Z',
    '',
    null,
    -1,
    0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    {},
    [1],
    '5',
    ['2026-09-20T10:00:00Z'],
    '2012-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    1,
    100_000_000_000,
    9e18,
  ])('does not guess the time %j', (eventTime) => {
    expect(parseRecord(recordWith({ eventTime })).ok).toBe(false);
  });

  it('takes no time that is still to come', () => {
    const at = Date.UTC(2026, 8, 20, 10);
    expect(parseRecord(recordWith(), at).ok).toBe(true);
    expect(parseRecord(recordWith(), at - 1).ok).toBe(false);
  });

  it('says what it found instead of an object', () => {
    expect(parseRecord(null)).toEqual({ ok: false, problem: expect.stringContaining('found null') });
    expect(parseRecord([])).toEqual({ ok: false, problem: expect.stringContaining('found an array') });
    expect(parseRecord('x')).toEqual({ ok: false, problem: expect.stringContaining('found string') });
    expect(parseRecord({})).toEqual({ ok: false, problem: 'Cannot read CloudTrail record: no usable eventSource' });
    expect(parseRecord(recordWith({ eventTime: 'noon' }))).toEqual({
      ok: false,
      problem:
        'Cannot read CloudTrail record "11111111-2222-3333-4444-555555555555": no usable eventTime: found "noon", expected ISO 8601 as in 2026-09-20T10:00:00Z, since 2013 and not to come',
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, key) => {
        parseRecord(value);
        parseRecord(recordWith({ [key]: value, userIdentity: value, requestParameters: value, resources: value }));
      }),
    );
  });
});
