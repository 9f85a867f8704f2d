import { describe, expect, it } from 'vitest';
import { EVENT_TRAITS } from '../../../src/cloudtrail/scan/kernel/kernel.ts';
import { membersWith, reading } from './reading.ts';

/** Whether calls with these parameters are taken to prove the same; `undefined` where one of them is left to others. */
function areAlike(one: string, other: string, traits = 0): boolean | undefined {
  const records = [one, other].map((requestParameters) => `{${membersWith({ requestParameters }).join(',')}}`);
  const { unusual, forms } = reading(`{"Records":[${records.join(',')}]}`, { traits });
  return unusual > 0 ? undefined : forms === 1;
}

describe('the shape of parameters in the kernel', () => {
  it.each([
    ['{"a":"x"}', '{"a":"another"}'],
    ['{"a":"x"}', '{ "a" :\n"x" }'],
    ['{"a":1}', '{"a":-2.5e+7}'],
    ['{"a":[1,2]}', '{"a":[3 , 4]}'],
    ['{"a":{"b":["x"]}}', '{"a":{"b":["y"]}}'],
    ['{"a":"x"}', '{"a":"a longer text with \\" in it"}'],
    ['{"a":"NON"}', '{"a":"NONEs"}'],
    ['{"a":"NONE"}', '{"a" : "NONE"}'],
  ])('of %s is that of %s', (one, other) => {
    expect(areAlike(one, other)).toBe(true);
  });

  it.each([
    ['{"a":"x"}', '{"b":"x"}'],
    ['{"a":"x"}', '{"a":""}'],
    ['{"a":"x"}', '{"a":"NONE"}'],
    ['{"a":""}', '{"a":"NONE"}'],
    ['{"a":"x"}', '{"a":1}'],
    ['{"a":true}', '{"a":false}'],
    ['{"a":null}', '{"a":"null"}'],
    ['{"a":["x"]}', '{"a":["x","x"]}'],
    ['{"a":[]}', '{"a":{}}'],
    ['{"a":{"b":"x"},"c":"x"}', '{"a":{"b":"x","c":"x"}}'],
    ['{"a":"x","b":"x"}', '{"b":"x","a":"x"}'],
    ['{"a":["b","x"]}', '{"a":{"b":"x"}}'],
    ['{"a":[1],"b":2}', '{"a":[1,2],"b":2}'],
    ['{"a":[1],"b":2}', '{"a":[1],"c":2}'],
    ['{"a":{"b":1},"c":1}', '{"a":{"b":1,"c":1}}'],
    ['{"a":{"b":0},"c":9}', '{"a":{"b":0},"d":9}'],
    ['{"a":1 ,"b":"x"}', '{"a":1 ,"c":"x"}'],
    ['{"ab":"x"}', '{"a":"x"}'],
    ['{"a":"x"}', 'null'],
    ['{}', 'null'],
    [`{"a":[${'1,'.repeat(500)}"x"]}`, `{"a":[${'1,'.repeat(500)}""]}`],
  ])('of %s is not that of %s', (one, other) => {
    expect(areAlike(one, other)).toBe(false);
  });

  it.each([
    '{"roleArn":"x"}',
    '{"theRole":"x"}',
    '{"ROLE":"x"}',
    '{"a":[{"xroley":1}]}',
    '{"credentials":"x"}',
    '{"CredentialsArn":"x"}',
    '{"attributeValue":"x"}',
    '{"AttributeVALUEs":"x"}',
    '{"a\\u0062":"x"}',
    '{"a":"\\u004eONE"}',
    '{"a":"\\u004E\\u004F\\u004E\\u0045"}',
    `{"${'k'.repeat(1_100)}":"x"}`,
    `{"a":[${'1,'.repeat(600)}1]}`,
  ])('does not tell all of %s', (json) => {
    expect(areAlike(json, json)).toBeUndefined();
  });

  it.each([
    '{"rol":"x"}',
    '{"ro le":"x"}',
    '{"credential":"x"}',
    '{"attributeName":"x"}',
    '{"attributeValu":"x"}',
    '{"a":"role"}',
    '{"r":1}',
  ])('tells all of %s', (json) => {
    expect(areAlike(json, json)).toBe(true);
  });

  it('tells all of keys that speak of roles where the event passes none', () => {
    expect(areAlike('{"roleArn":"x"}', '{"roleArn":"y"}', EVENT_TRAITS.passesNone)).toBe(true);
    expect(areAlike('{"a\\u0062":"x"}', '{}', EVENT_TRAITS.passesNone)).toBeUndefined();
  });
});
