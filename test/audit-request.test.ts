import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EventError, parseAuditEvent } from '../src/audit-request.ts';

const nightly: unknown = JSON.parse(readFileSync('events/nightly.json', 'utf8'));
const manual: unknown = JSON.parse(readFileSync('events/manual.json', 'utf8'));

function withDetail(detail: unknown): unknown {
  return { ...(nightly as object), detail };
}

describe('parseAuditEvent()', () => {
  test('takes the event that EventBridge Scheduler sends, whose detail is the text {}', () => {
    expect(parseAuditEvent(nightly)).toEqual({ dryRun: false });
  });

  test('takes a manual event with its filters', () => {
    expect(parseAuditEvent(manual)).toEqual({
      regions: ['us-east-1'],
      roles: ['arn:aws:iam::418295736412:role/my-app-task'],
      dryRun: true,
    });
  });

  test('takes detail as an object, as text, as nothing', () => {
    for (const detail of [{}, '{}', '', null, undefined])
      expect(parseAuditEvent(withDetail(detail))).toEqual({ dryRun: false });
    expect(parseAuditEvent(withDetail('{"families":["my-app"]}'))).toEqual({ families: ['my-app'], dryRun: false });
  });

  test('names a Region once however often it is given', () => {
    expect(parseAuditEvent(withDetail({ regions: ['eu-west-1', 'eu-west-1'] })).regions).toEqual(['eu-west-1']);
  });

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['no object', 'hello', /it is "hello"; expected an EventBridge event object/],
    ['null', null, /it is null/],
    ['no envelope', {}, /detail-type is undefined.*source is undefined/],
    [
      'a Region that is none',
      withDetail({ regions: ['europe'] }),
      /detail\.regions\.0 is "europe": expected a Region such as eu-west-1/,
    ],
    ['no Region at all', withDetail({ regions: [] }), /detail\.regions is \[\]: expected at least one Region/],
    [
      'a role name for an ARN',
      withDetail({ roles: ['my-role'] }),
      /detail\.roles\.0 is "my-role": expected a role ARN/,
    ],
    ['a text for a boolean', withDetail({ dryRun: 'yes' }), /detail\.dryRun is "yes": expected true or false/],
    [
      'an unknown field',
      withDetail({ region: 'us-east-1' }),
      /detail\.region is not known: expected regions, roles, families or dryRun/,
    ],
    ['detail that is not JSON', withDetail('{'), /detail is "\{": expected a JSON object/],
    ['detail that is a list', withDetail([]), /detail is \[\]/],
  ];
  test.each(refused)('refuses %s, naming the field, the value and the form', (_name, event, message) => {
    expect(() => parseAuditEvent(event)).toThrow(EventError);
    expect(() => parseAuditEvent(event)).toThrow(message);
  });

  test('keeps a long value short in the message', () => {
    expect(() => parseAuditEvent(withDetail({ regions: ['x'.repeat(5000)] }))).toThrow(/^.{1,300}$/s);
  });
});
