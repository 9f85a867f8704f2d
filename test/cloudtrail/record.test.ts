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
    expect(parsed({ eventTime: at / 1000 }).at).toBe(at);
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

  it.each(['yesterday', '2026-13-40T10:00:00Z', '', null, -1])('does not guess the time %j', (eventTime) => {
    expect(parseRecord(recordWith({ eventTime })).ok).toBe(false);
  });

  it('says what it found instead of an object', () => {
    expect(parseRecord(null)).toEqual({ ok: false, problem: expect.stringContaining('found null') });
    expect(parseRecord([])).toEqual({ ok: false, problem: expect.stringContaining('found an array') });
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
