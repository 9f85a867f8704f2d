import { describe, expect, it } from 'vitest';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import { createFastScanner } from '../../src/cloudtrail/scan/fast-scan.ts';
import { unpacked } from '../../src/cloudtrail/scan/packed-evidence.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import { dimension, summaryOf } from '../support/summaries.ts';
import { proven } from './proven.ts';
import { expectSame } from './scan-comparison.ts';

const SESSION = 'arn:aws:sts::123456789012:assumed-role/app-task/0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const OTHER_SESSION = 'arn:aws:sts::123456789012:assumed-role/app-task/ffffffffffffffffffffffffffffffff';
const OTHER_ROLE = 'arn:aws:iam::123456789012:role/svc/other-task';
const USER = 'arn:aws:iam::123456789012:user/ada';

/** `ROLE ACTION CERTAINTY` of every use that a summary tells of. */
function usesIn(record: unknown): readonly string[] {
  return (interpretRecord(record).summarized ?? [])
    .map(proven)
    .flatMap(({ principal, actions, unknownIn }) => [
      ...actions.map(({ action, certainty }) => `${principal.name} ${action} ${certainty}`),
      ...unknownIn.map((service) => `${principal.name} ${service} unknown`),
    ]);
}

function ofQueues(record: object): object {
  return { ...record, eventSource: 'sqs.amazonaws.com' };
}

describe('a summary of data events', () => {
  it('is a use by the role that it names, at the end of its window', () => {
    const record = summaryOf(dimension('eventName', 'PutObject'), [dimension('userIdentity', SESSION)]);
    const facts: Observation = {
      eventId: '62759c1a-6248-48e1-a6b3-d5fb7e6c4bc0',
      at: Date.parse('2026-09-20T10:05:00Z'),
      region: 'us-east-1',
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      principal: { name: 'app-task', accountId: '123456789012' },
      parameters: { kind: 'unstated' },
      resources: [],
      repeats: { count: 1, first: Date.parse('2026-09-20T10:00:00Z'), resources: 'all', resourcesStated: true },
      summary: 'certain',
    };
    expect(interpretRecord(record)).toStrictEqual({ summarized: [facts] });
    expect(proven(facts)).toStrictEqual({
      ...facts,
      outcome: 'used',
      actions: [{ action: 's3:PutObject', certainty: 'exact' }],
      unknownIn: [],
    });
  });

  it.each([
    [
      'of one caller',
      summaryOf(dimension('userIdentity', SESSION), [dimension('eventName', 'PutObject', 'GetObject')]),
      ['app-task s3:PutObject exact', 'app-task s3:GetObject exact'],
    ],
    [
      'of one event',
      summaryOf(dimension('eventName', 'PutObject'), [dimension('userIdentity', SESSION, OTHER_ROLE, USER)]),
      ['app-task s3:PutObject exact', 'other-task s3:PutObject exact'],
    ],
    [
      'of two sessions of one role',
      summaryOf(dimension('resourceARN', 'arn:aws:s3:::b'), [
        dimension('eventName', 'PutObject', 'GetObject'),
        dimension('userIdentity', SESSION, OTHER_SESSION),
      ]),
      ['app-task s3:PutObject exact', 'app-task s3:GetObject exact'],
    ],
    [
      'of several events by several callers may be any pair',
      summaryOf(dimension('resourceARN', 'arn:aws:s3:::b'), [
        dimension('eventName', 'PutObject', 'GetObject'),
        dimension('userIdentity', SESSION, USER),
      ]),
      ['app-task s3:PutObject possible', 'app-task s3:GetObject possible'],
    ],
    [
      'of calls of which some failed still counts as use',
      summaryOf(dimension('userIdentity', SESSION), [
        dimension('eventName', 'PutObject'),
        dimension('errorCodes', 'AccessDenied'),
      ]),
      ['app-task s3:PutObject possible'],
    ],
    [
      'that names no event counts for the whole service',
      ofQueues(summaryOf(dimension('userIdentity', SESSION), [dimension('resourceARN', 'arn:aws:s3:::b')])),
      ['app-task sqs unknown'],
    ],
    [
      'of an event that nobody knows counts for the whole service',
      ofQueues(summaryOf(dimension('userIdentity', SESSION), [dimension('eventName', 'FoldQueue')])),
      ['app-task sqs unknown'],
    ],
    ['that names no caller says nothing of roles', summaryOf(dimension('eventName', 'PutObject'), []), []],
    [
      'of users alone says nothing of roles',
      summaryOf(dimension('userIdentity', USER), [dimension('eventName', 'PutObject')]),
      [],
    ],
    ['of a caller given by id alone says nothing', summaryOf(dimension('userIdentity', 'AROAEXAMPLE:x'), []), []],
  ])('%s', (_, record, expected) => {
    expect(usesIn(record)).toEqual(expected);
    expect(interpretRecord(record).unreadable).toBeUndefined();
  });

  it('of very many pairs counts for the whole service', () => {
    const names = Array.from({ length: 200 }, (_, index) => `Get${index}`);
    const roles = Array.from({ length: 30 }, (_, index) => `arn:aws:iam::123456789012:role/r${index}`);
    const uses = usesIn(summaryOf(dimension('eventName', ...names), [dimension('userIdentity', ...roles)]));
    expect(uses).toContain('r29 s3 unknown');
    expect(uses.some((use) => use.includes(':'))).toBe(false);
  });

  it.each([
    ['eventSource', { eventSource: undefined }],
    ['window', { timeWindow: { windowStart: 'soon', windowEnd: 'later' } }],
    ['summary', { summary: undefined }],
  ])('cannot be read without its %s', (_, change) => {
    const record = { ...summaryOf(dimension('eventName', 'PutObject'), []), ...change };
    expect(interpretRecord(record)).toEqual({ unreadable: expect.stringContaining('aggregated') });
  });
});

describe('scanning files with summaries', () => {
  const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));
  const summary = summaryOf(dimension('eventName', 'PutObject'), [dimension('userIdentity', SESSION, OTHER_ROLE)]);

  it('reads them among records of calls and as plain lists, alike in both ways', () => {
    const wanted = ({ name }: { readonly name: string }) => name === 'app-task';
    const files = [bytes({ Records: [summary, summary] }), bytes([summary])];
    expect(expectSame(createPlainScanner({ wanted }), createFastScanner({ wanted }), files)).toEqual([
      { records: 2, unreadable: [] },
      { records: 1, unreadable: [] },
    ]);
    const scanner = createFastScanner({ wanted });
    for (const file of files) scanner.scan(file);
    const { observations } = unpacked(scanner.take());
    expect(observations.map(({ principal, repeats }) => [principal.name, repeats?.count])).toEqual([['app-task', 3]]);
    expect(observations[0]?.repeats?.first).toBe(Date.parse('2026-09-20T10:00:00Z'));
  });

  it.each([[[]], [[1]], [[summary, { eventName: 'GetObject' }]]])('takes no other list for a log file: %j', (list) => {
    expect(createFastScanner({}).scan(bytes(list)).problem).toMatch(/expected \{"Records"/);
  });

  it.each([
    [{ eventCategory: 'Management' }, 'management'],
    [{ eventCategory: 'Data' }, 'data'],
    [{ eventCategory: 'Aggregated' }, 'other'],
    [{ eventCategory: 'Something new' }, 'other'],
    [{ managementEvent: true }, 'management'],
    [{ managementEvent: false }, 'unknown'],
    [{}, 'unknown'],
    ['no record', 'unknown'],
  ])('says of which class a record is that cannot be read: %j', (record, eventClass) => {
    const scan = createFastScanner({}).scan(bytes({ Records: [record] }));
    expect(scan.unreadable.map((each) => each.eventClass)).toEqual([eventClass]);
  });
});
