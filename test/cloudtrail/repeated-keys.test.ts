import { describe, expect, it } from 'vitest';
import { repeatedKeys } from '../../src/cloudtrail/scan/repeated-keys.ts';

const fieldsOf = (json: string) =>
  [...repeatedKeys(json).ofRecords].map(([number, fields]) => [number, [...fields].toSorted()]);

describe('repeatedKeys()', () => {
  it.each([
    ['{"Records":[],"Records":[]}', true],
    ['{"Records":[],"Recor\\u0064s":[]}', true],
    ['{ "Records" : [{"a":"}"}] , "Records":1}', true],
    ['{"more":1,"more":2,"Records":[]}', false],
    ['{"Records":[{"Records":1,"Records":2}]}', false],
    ['{"a":{"Records":1,"Records":2},"Records":[]}', false],
    ['"Records"', false],
  ])('tells of %s whether the list of records stands twice', (json, ofFile) => {
    expect(repeatedKeys(json).ofFile).toBe(ofFile);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['a field that decides', '{"eventName":"a","eventName":"b"}', ['eventName']],
    ['an escaped field', '{"eventName":"a","event\\u004eame":"b"}', ['eventName']],
    ['equal values', '{"errorCode":"a","errorCode":"a"}', ['errorCode']],
    ['a field that decides nothing', '{"readOnly":true,"readOnly":false}', []],
    ['the caller, however deep', '{"userIdentity":{"a":[{"arn":"x","arn":"y"}]}}', ['userIdentity']],
    ['a parameter', '{"requestParameters":{"key":"x","key":"y"}}', ['requestParameters']],
    ['equal keys of several objects', '{"requestParameters":{"a":{"k":1},"b":[{"k":1},{"k":1}]}}', []],
    ['a resource', '{"resources":[{"ARN":"x","ARN":"y"}]}', []],
    ['a text that looks like it', '{"eventName":"\\"eventName\\":\\"x\\",\\\\"}', []],
    ['a field behind nested ones', '{"resources":[{}],"a":{"b":{}},"awsRegion":"x","awsRegion":"y"}', ['awsRegion']],
  ])('finds %s', (_what, record, fields) => {
    expect(fieldsOf(`{"Records":[${record}]}`)).toEqual(fields.length === 0 ? [] : [[0, fields]]);
  });

  it('counts every item of the list, objects or not', () => {
    const twice = '{"eventName":"a","eventName":"b"}';
    const json = `[ 1 , "x,[" , [{},{}] , {"a":[1,2,{}]}, null ,\n${twice}, {} , ${twice}]`;
    expect(fieldsOf(json)).toEqual([
      [5, ['eventName']],
      [7, ['eventName']],
    ]);
    expect(fieldsOf(`{"more":[${twice}],"Records":[ ],"x":[${twice}]}`)).toEqual([]);
  });
});
