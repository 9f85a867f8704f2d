import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EventError, isWhole, parseAuditEvent } from '../src/audit-request.ts';

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
      roleNames: ['ecsTaskRole'],
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

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['{}', {}],
    ['an empty detail', { detail: {} }],
    ['a detail of null', { detail: null }],
  ])('takes %s, typed by hand, for a whole run', (_what, event) => {
    expect(parseAuditEvent(event)).toEqual({ dryRun: false });
  });

  test('takes what is typed by hand without an envelope', () => {
    expect(parseAuditEvent({ detail: { dryRun: true, families: ['my-app'] } })).toEqual({
      families: ['my-app'],
      dryRun: true,
    });
  });

  test('takes roles by name and by ARN', () => {
    const arn = 'arn:aws:iam::418295736412:role/svc/orders-task';
    expect(parseAuditEvent(withDetail({ roles: ['my-app-task', arn] }))).toEqual({
      roles: [arn],
      roleNames: ['my-app-task'],
      dryRun: false,
    });
  });

  test('takes the account that it audits, and refuses any other', () => {
    const event = { detail: { account: '418295736412' } };
    expect(parseAuditEvent(event, '418295736412')).toEqual({ dryRun: false });
    expect(parseAuditEvent(event)).toEqual({ dryRun: false });
    expect(() => parseAuditEvent(event, '123456789012')).toThrow(
      'detail.account is "418295736412": expected 123456789012, the account that this function audits, or {"id":"418295736412"',
    );
  });

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['a text', 'hello', /it is "hello": expected a JSON object/],
    ['a list', [], /it is \[\]: expected a JSON object/],
    ['a number', 7, /it is 7: expected a JSON object/],
    ['a field of detail beside it', { dryRun: true }, /dryRun stands beside detail: expected it inside/],
    ['an account beside detail', { account: '123456789012' }, /account stands beside detail: expected it inside/],
    [
      'a field of detail beside the envelope',
      { ...(nightly as object), families: ['my-app'] },
      /families stands beside detail: expected it inside/,
    ],
    ['half an envelope', { source: 'me', detail: {} }, /source is not known: expected detail alone, or a whole event/],
    [
      'a Region that is none',
      withDetail({ regions: ['europe'] }),
      /detail\.regions\[0\] is "europe": expected a Region such as eu-west-1/,
    ],
    ['no Region at all', withDetail({ regions: [] }), /detail\.regions is \[\]: expected at least one Region/],
    [
      'a text for a list',
      withDetail({ regions: 'all' }),
      /detail\.regions is "all": expected a list such as \["eu-west-1"\]/,
    ],
    [
      'a role of no name',
      withDetail({ roles: ['my role'] }),
      /detail\.roles\[0\] is "my role": expected the name of a role, or an ARN such as arn:aws:iam::/,
    ],
    [
      'a family of no name',
      withDetail({ families: [''] }),
      /detail\.families\[0\] is "": expected the name of a family/,
    ],
    ['a text for a boolean', withDetail({ dryRun: 'yes' }), /detail\.dryRun is "yes": expected true or false/],
    [
      'a number for an account',
      withDetail({ account: 1 }),
      /detail\.account is 1: expected the twelve digits of an account/,
    ],
    ['a short account', withDetail({ account: '1' }), /detail\.account is "1": expected the twelve digits/],
    [
      'an unknown field',
      withDetail({ region: 'us-east-1' }),
      /detail\.region is not known: expected regions, roles, families, dryRun, account/,
    ],
    ['detail that is not JSON', withDetail('{'), /detail is "\{": expected a JSON object/],
    ['detail that is a list', withDetail([]), /detail is \[\]: expected a JSON object such as \{"dryRun":true\}/],
    ['detail that is a number', { detail: 1 }, /detail is 1: expected a JSON object/],
  ];
  test.each(refused)('refuses %s, naming the field, the value and the form', (_name, event, message) => {
    expect(() => parseAuditEvent(event)).toThrow(EventError);
    expect(() => parseAuditEvent(event)).toThrow(message);
    expect(() => parseAuditEvent(event)).not.toThrow(/Invalid|received/);
  });

  test.each(refused)('names, where it refuses %s, events that work', (_name, event) => {
    let message = '';
    try {
      parseAuditEvent(event);
    } catch (error) {
      message = String(error);
    }
    const examples = message
      .match(/An event that works: (\{.*\}), or (\{\}) /)
      ?.slice(1)
      .map((text) => JSON.parse(text));
    expect(examples?.map((example) => parseAuditEvent(example))).toEqual([{ dryRun: true }, { dryRun: false }]);
  });

  test.each([
    ['{}', {}, true],
    ['a dry run', { detail: { dryRun: true } }, false],
    ['Regions', { detail: { regions: ['eu-west-1'] } }, false],
    ['a role by name', { detail: { roles: ['my-app-task'] } }, false],
    ['a role by ARN', { detail: { roles: ['arn:aws:iam::418295736412:role/my-app-task'] } }, false],
    ['families', { detail: { families: ['my-app'] } }, false],
  ])('knows whether %s is a whole run', (_what, event, whole) => {
    expect(isWhole(parseAuditEvent(event))).toBe(whole);
  });

  test('repeats nothing that looks like a secret', () => {
    const webhook = 'https://hooks.slack.com/services/T0/B0/canary';
    for (const event of [webhook, { [webhook]: 1 }, withDetail({ roles: [webhook] }), withDetail({ [webhook]: 1 })])
      expect(() => parseAuditEvent(event)).toThrow(/^(?!.*canary)Cannot read the event/s);
  });

  test('keeps a long value short in the message', () => {
    expect(() => parseAuditEvent(withDetail({ regions: ['x'.repeat(5000)] }))).toThrow(/^.{1,400}$/s);
  });
});
