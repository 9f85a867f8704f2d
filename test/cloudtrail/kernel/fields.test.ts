import { describe, expect, it } from 'vitest';
import { FIELD_NAMES } from '../../../src/cloudtrail/scan/kernel/kernel-memory.ts';
import { fileWith, membersWith, reading } from './reading.ts';

describe('the fields of a record in the kernel', () => {
  it.each(FIELD_NAMES)('%s is found, and no other', (name) => {
    for (const json of ['"a"', '{"b":"}"}', '[1,"]"]', 'null', '-7.5']) {
      expect(reading(fileWith(`"${name}":${json}`)).fields).toEqual({ [name]: json });
      expect(reading(fileWith('"a":1', `"${name}" :\n ${json}`, '"b":2')).fields).toEqual({ [name]: json });
    }
  });

  it.each(FIELD_NAMES)('keys like %s are none', (name) => {
    const letters = [...name];
    const others = [
      ...letters.map((_, at) => letters.with(at, '_').join('')),
      ...letters.map((_, at) => letters.toSpliced(at, 1).join('')),
      `${name}s`,
      `x${name}`,
      name.toUpperCase(),
      letters.toReversed().join(''),
      `${name}${'x'.repeat(40)}`,
    ];
    for (const other of others) {
      const { fields } = reading(fileWith(`"${other}":1`));
      expect({ other, fields }).toEqual({ other, fields: {} });
    }
  });

  it('only those of the record itself count', () => {
    const nested = '{"eventName":"DeleteTable","userIdentity":{"eventName":"x"}}';
    const { fields } = reading(
      fileWith(`"requestParameters":${nested}`, `"responseElements":[${nested}]`, '"x":"\\"eventName\\":\\"y\\""'),
    );
    expect(fields).toEqual({ requestParameters: nested });
  });

  it.each([
    '"eventName":null',
    '"eventName":"x"',
    '"userIdentity":1',
    '"userIdentity":[]',
    '"errorCode":null,"errorCode":null',
  ])('%s beside one of the same name makes a record unusual', (member) => {
    expect(reading(fileWith(...membersWith())).unusual).toBe(0);
    expect(reading(fileWith(...membersWith(), member)).unusual).toBe(1);
    expect(reading(fileWith(member, ...membersWith())).unusual).toBe(1);
  });

  it('other names may be repeated', () => {
    expect(reading(fileWith(...membersWith(), '"x":1', '"x":"y"')).unusual).toBe(0);
  });

  it('those of one record are not those of the next', () => {
    expect(reading('{"Records":[{"eventName":"a","eventID":"b"},{"eventName":"c"}]}').fields).toEqual({
      eventName: '"c"',
    });
    expect(reading('{"Records":[{"eventName":"a"},{}]}').fields).toEqual({});
  });

  it('keys in another order, spaced or not, are found all the same, however many there are', () => {
    const members = [...membersWith(), ...Array.from({ length: 200 }, (_, at) => `"other${at}":"x"`)];
    const orders = [members, members.toReversed(), [...members.slice(90), ...members.slice(0, 90)]];
    const records = [...orders, ...orders].map((order) => `{${order.join(',')}}`);
    const { records: count, unusual, forms } = reading(`{"Records":[${records.join(',')}]}`);
    expect({ count, unusual, forms }).toEqual({ count: 6, unusual: 0, forms: 1 });
    const spaced = `{ ${members.join(' , ').replaceAll(':"', ' : "')} }`;
    expect(reading(`{"Records":[${records[0]},${spaced}]}`)).toMatchObject({ records: 2, unusual: 0, forms: 1 });
  });

  it.each([
    ['an escape in a key', [...membersWith(), '"event\\u004eame":"x"']],
    ['an escape in a key that is none', [...membersWith(), '"\\u0078":1']],
    ...FIELD_NAMES.filter((name) => name !== 'userIdentity').map(
      (name) => [`an escape in ${name}`, membersWith({ [name]: '"a\\u002fb"' })] as const,
    ),
    ['no identity', membersWith().slice(1)],
    ['an identity that is text', membersWith({ userIdentity: '"{}"' })],
    ['an identity that is a list', membersWith({ userIdentity: '[]' })],
    ['no source', membersWith({ eventSource: 'null' })],
    ['an empty source', membersWith({ eventSource: '""' })],
    ['an empty name', membersWith({ eventName: '""' })],
    ['no Region', membersWith({ awsRegion: 'null' })],
    ['no id', membersWith({ eventID: '7' })],
    ['an id beyond ASCII', membersWith({ eventID: '"é"' })],
    ['a very long id', membersWith({ eventID: `"${'x'.repeat(65)}"` })],
    ['an error that is no text', membersWith({ errorCode: 'null' })],
    ['parameters that are text', membersWith({ requestParameters: '"{}"' })],
    ['parameters that are a list', membersWith({ requestParameters: '[]' })],
  ] as const)('a record with %s is left to others', (_what, members) => {
    expect(reading(fileWith(...members))).toMatchObject({ records: 1, unusual: 1 });
  });

  it('a record in which none of this is so, is not', () => {
    expect(reading(fileWith(...membersWith())).unusual).toBe(0);
    expect(reading(fileWith(...membersWith({ eventID: `"${'x'.repeat(64)}"` }))).unusual).toBe(0);
    expect(reading(fileWith(...membersWith(), '"other":"\\u0041"')).unusual).toBe(0);
    expect(
      reading(fileWith(...membersWith({ requestParameters: '{"a":"\\u0041 and more text than hides a word \\/"}' })))
        .unusual,
    ).toBe(0);
  });
});
