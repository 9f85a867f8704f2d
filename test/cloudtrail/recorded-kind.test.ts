import { expect, test } from 'vitest';
import { createFastScanner } from '../../src/cloudtrail/scan/fast-scan.ts';
import { unpacked } from '../../src/cloudtrail/scan/packed-evidence.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import type { RecordScanner } from '../../src/cloudtrail/scan/record-scanner.ts';
import { recordWith } from './record-with.ts';

type Json = Readonly<Record<string, unknown>>;

const USER = { type: 'IAMUser', userName: 'bystander' };
const typed = (...types: readonly string[]): Json => ({
  resources: types.map((type) => ({ type, ARN: `arn:${type}` })),
});
const ITEM = typed('AWS::DynamoDB::Table');
const OBJECT = typed('AWS::S3::Object', 'AWS::S3::Bucket');
const s3 = (eventName: string, more: Json = OBJECT) =>
  recordWith({ eventSource: 's3.amazonaws.com', eventName, userIdentity: USER, ...more });
const MANAGEMENT = recordWith({
  eventCategory: 'Management',
  managementEvent: true,
  eventName: 'CreateTable',
  ...ITEM,
});

const bytesOf = (records: readonly unknown[], end = ']}') =>
  new TextEncoder().encode(`{"Records":[${records.map((record) => JSON.stringify(record)).join()}${end}`);

/** Kinds of the files of a batch, sorted. */
function kindsOf(scanner: RecordScanner, files: readonly Uint8Array[]): readonly string[] {
  for (const file of files) scanner.scan(file);
  return (unpacked(scanner.take()).recorded ?? [])
    .map(({ events, eventName }) => (events === 'management' ? events : `${events} ${eventName}`))
    .sort();
}

test.each<readonly [string, readonly Json[], readonly string[]]>([
  ['a data event, whoever called', [s3('GetObject')], ['AWS::S3::Object GetObject']],
  [
    'a data event that was refused',
    [s3('GetObject', { ...OBJECT, errorCode: 'AccessDenied' })],
    ['AWS::S3::Object GetObject'],
  ],
  ['a management event, whatever its resources', [MANAGEMENT], ['management']],
  [
    'each name once',
    [s3('GetObject'), s3('GetObject'), s3('PutObject'), recordWith(ITEM), MANAGEMENT, MANAGEMENT],
    ['AWS::DynamoDB::Table GetItem', 'AWS::S3::Object GetObject', 'AWS::S3::Object PutObject', 'management'],
  ],
  [
    'a data event that names two types, which either may have recorded',
    [recordWith(typed('AWS::SNS::Topic', 'AWS::SNS::PlatformEndpoint'))],
    [],
  ],
  [
    'a data event that names no resource of a known type, by its name',
    [recordWith(typed('AWS::Other::Thing')), s3('HeadObject', {})],
    ['AWS::DynamoDB::Table GetItem', 'AWS::S3::Object HeadObject'],
  ],
  [
    'a data event whose name is not known, or is of two types,',
    ['Guess', 'Publish'].map((eventName) => recordWith({ eventSource: 'sns.amazonaws.com', eventName })),
    [],
  ],
  ['an event of another category', [recordWith({ ...ITEM, eventCategory: 'NetworkActivity' })], []],
  ['an event without a category', [recordWith({ ...ITEM, eventCategory: undefined })], []],
  ['a category that only begins like one', [recordWith({ ...ITEM, eventCategory: 'Dating' })], []],
  ['an event without a time', [recordWith({ ...ITEM, eventTime: 'noon' })], []],
])('%s tells what the trail records, read either way', (_, records, expected) => {
  for (const create of [createPlainScanner, createFastScanner]) {
    expect(kindsOf(create({ tellsRecorded: true }), [bytesOf(records)])).toEqual(expected);
    expect(kindsOf(create({}), [bytesOf(records)])).toEqual([]);
  }
});

test('a file that is cut hides nothing that a later one tells, and each batch tells anew', () => {
  for (const create of [createPlainScanner, createFastScanner]) {
    const scanner = create({ tellsRecorded: true });
    const files = [bytesOf([s3('GetObject')], ''), bytesOf([s3('GetObject')])];
    for (const _ of [1, 2]) expect(kindsOf(scanner, files)).toEqual(['AWS::S3::Object GetObject']);
  }
});

test('a record whose keys are repeated tells nothing', () => {
  const text = JSON.stringify(s3('GetObject'));
  const twice = new TextEncoder().encode(`{"Records":[${text.slice(0, -1)},"eventCategory":"Data"}]}`);
  for (const create of [createPlainScanner, createFastScanner]) {
    expect(kindsOf(create({ tellsRecorded: true }), [twice])).toEqual([]);
  }
});
