import { describe, expect, it } from 'vitest';
import { createShapeWriter } from '../../src/cloudtrail/scan/parameter-shape.ts';

const writer = createShapeWriter();

function shapeOf(json: string): string | undefined {
  const bytes = new TextEncoder().encode(`:${json},`);
  const length = writer.write(bytes, 1, bytes.length - 1);
  return length < 0 ? undefined : Buffer.from(writer.written.bytes.subarray(0, length)).toString('latin1');
}

describe('the shape of parameters', () => {
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
    expect(shapeOf(one)).toBeDefined();
    expect(shapeOf(one)).toBe(shapeOf(other));
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
    ['["a","x"]', '{"a":"x"}'],
    ['{"a":["e"]}', '{"a":[e]}'],
    ['{"a":[1],"b":2}', '{"a":[1,2],"b":2}'],
    ['{"a":[1],"b":2}', '{"a":[1],"c":2}'],
    ['{"a":{"b":1},"c":1}', '{"a":{"b":1,"c":1}}'],
    ['{"a":{"b":0},"c":9}', '{"a":{"b":0},"d":9}'],
    ['{"a":1 ,"b":"x"}', '{"a":1 ,"c":"x"}'],
    ['{"ab":"x"}', '{"a":"x"}'],
    [`[${'1,'.repeat(508)}"x"]`, `[${'1,'.repeat(508)}""]`],
  ])('of %s is not that of %s', (one, other) => {
    expect(shapeOf(one)).toBeDefined();
    expect(shapeOf(one)).not.toBe(shapeOf(other));
  });

  it.each([
    '{"roleArn":"x"}',
    '{"theRole":"x"}',
    '{"ROLE":"x"}',
    '{"a":[{"xroley":1}]}',
    '{"credentials":"x"}',
    '{"CredentialsArn":"x"}',
    '{"attributeValue":"x"}',
    '{"a\\u0062":"x"}',
    '{"a":"\\u004eONE"}',
    '{"a":"\\u004E\\u004F\\u004E\\u0045"}',
    `{"${'k'.repeat(1_100)}":"x"}`,
    `[${'1,'.repeat(600)}1]`,
  ])('does not tell all of %s', (json) => {
    expect(shapeOf(json)).toBeUndefined();
  });

  it.each(['{"rol":"x"}', '{"ro le":"x"}', '{"credential":"x"}', '{"attributeName":"x"}', '{"a":"role"}', '{"r":1}'])(
    'tells all of %s',
    (json) => {
      expect(shapeOf(json)).toBeDefined();
    },
  );
});
