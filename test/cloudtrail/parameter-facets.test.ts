import { describe, expect, it } from 'vitest';
import { type JsonObject, MAX_DEPTH } from '../../src/cloudtrail/json.ts';
import {
  ANY_PARAMETERS,
  areOmitted,
  facetsOf,
  hasParameters,
  holdsValue,
  MAX_NAMES,
  namesParameter,
  UNSTATED,
} from '../../src/cloudtrail/parameter-facets.ts';

const ROLE = 'arn:aws:iam::123456789012:role/svc/r';

/** Of a read of a service that takes no roles, so that no value is looked for. */
function plainFacets(parameters: JsonObject | null | undefined) {
  return facetsOf('kms', 'DescribeKey', parameters);
}

function named(...names: readonly string[]) {
  return { kind: 'named', names, values: {} };
}

/** An object or list within another, so many times. */
function nested(depth: number, list = false): JsonObject {
  let value: unknown = {};
  for (let at = 0; at < depth; at++) value = list ? [value] : { a: value };
  return { a: value };
}

function manyNames(count: number): JsonObject {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, 'x']));
}

describe('areOmitted()', () => {
  it.each([
    [{ omitted: true, originalSize: 200_000, reason: 'too large' }, true],
    [{ omitted: true }, false],
    [{ reason: 'too large' }, false],
    [{ omitted: false, reason: 'too large' }, false],
    [{ omitted: 'true', reason: 'too large' }, false],
    [{}, false],
  ])('%j: %s', (parameters, expected) => {
    expect(areOmitted(parameters)).toBe(expected);
  });
});

describe('the names among the facets', () => {
  it.each<readonly [JsonObject, readonly string[]]>([
    [{ tags: 'x' }, ['tags']],
    [{ tags: 0 }, ['tags']],
    [{ tags: true }, ['tags']],
    [{ tags: 'none' }, ['tags']],
    [{ tags: ['x'] }, ['tags']],
    [{ tags: [null] }, ['tags']],
    [{ tags: { a: '' } }, ['tags']],
    [{ a: [{ b: 'x' }, { tags: 'x' }] }, ['a', 'b', 'tags']],
    [{ a: [[{ b: 'x' }]] }, ['a', 'b']],
    [{ a: { tags: 'x' } }, ['a', 'tags']],
    [{ a: { tags: '' }, b: { tags: 'x' } }, ['a', 'b', 'tags']],
    [{ b: 'x', a: 'x', B: 'x', c: { a: 'y' } }, ['B', 'a', 'b', 'c']],
    [{ 'x-amz-acl': 'private', 'ä b': 'x' }, ['x-amz-acl', 'ä b']],
    [JSON.parse('{"__proto__":"x","constructor":{"a":1}}'), ['__proto__', 'a', 'constructor']],
    [{ a: 'tags' }, ['a']],
    [{ a: null, b: 5 }, ['b']],
    [{}, []],
  ])('of %j are %j', (parameters, names) => {
    expect(plainFacets(parameters)).toStrictEqual(named(...names));
  });

  it.each([
    [{ tags: '' }],
    [{ tags: null }],
    [{ tags: false }],
    [{ tags: 'NONE' }],
    [{ tags: [] }],
    [{ tags: {} }],
    [{ tags: '', more: [] }],
  ])('are none where no parameter has a value, which is not the same as none given: %j', (parameters) => {
    expect(plainFacets(parameters)).toStrictEqual({ ...named(), blank: true });
  });

  it('are none where the record says that there were none, and not known where it does not say', () => {
    expect(plainFacets(null)).toStrictEqual(named());
    expect(plainFacets(undefined)).toStrictEqual({ kind: 'unstated' });
  });

  it('may be any where CloudTrail left the parameters out', () => {
    expect(plainFacets({ omitted: true, originalSize: 200_000, reason: 'too large' })).toStrictEqual({ kind: 'any' });
    expect(plainFacets({ omitted: true })).toStrictEqual(named('omitted'));
  });

  it.each([false, true])('may be any where parameters are too deep to be looked at, lists or not (%s)', (list) => {
    expect(plainFacets(nested(MAX_DEPTH - 2, list))).toMatchObject({ kind: 'named' });
    expect(plainFacets(nested(MAX_DEPTH - 1, list))).toStrictEqual(ANY_PARAMETERS);
    expect(plainFacets(nested(100_000, list))).toStrictEqual(ANY_PARAMETERS);
  });

  it('may be any where there are too many to be kept', () => {
    expect(plainFacets(manyNames(MAX_NAMES))).toMatchObject({ names: { length: MAX_NAMES } });
    expect(plainFacets(manyNames(MAX_NAMES + 1))).toStrictEqual(ANY_PARAMETERS);
    expect(plainFacets({ ...manyNames(MAX_NAMES), more: '' })).toMatchObject({ names: { length: MAX_NAMES } });
    const items = Array.from({ length: MAX_NAMES + 1 }, () => ({ same: 'x' }));
    expect(plainFacets({ items })).toStrictEqual(named('items', 'same'));
  });

  it('may be any where one of them is too long to be kept', () => {
    const [longest, longer] = ['k'.repeat(128), 'k'.repeat(129)];
    expect(plainFacets({ [longest]: 'x' })).toStrictEqual(named(longest));
    expect(plainFacets({ [longer]: 'x' })).toStrictEqual(ANY_PARAMETERS);
    expect(plainFacets({ a: [{ [longer]: 'x' }] })).toStrictEqual(ANY_PARAMETERS);
    expect(plainFacets({ [longer]: '' })).toStrictEqual({ ...named(), blank: true });
  });
});

describe('the values among the facets', () => {
  const statement = (...texts: readonly unknown[]) => ({ statements: texts.map((text) => ({ statement: text })) });
  const transaction = (...parts: readonly object[]) => ({ transactItems: parts });
  it.each<readonly [string, string, JsonObject, object]>([
    ['lambda', 'CreateFunction', { role: ROLE }, { roleNames: ['role'] }],
    ['lambda', 'CreateFunction20150331', { role: ROLE }, { roleNames: ['role'] }],
    ['lambda', 'CreateFunction', { role: 'not an ARN', description: ROLE }, { roleNames: [] }],
    ['lambda', 'CreateFunction', { a: [{ serviceRole: ROLE }], Role: ROLE }, { roleNames: ['Role', 'serviceRole'] }],
    ['redshift', 'CreateCluster', { iamRoles: [ROLE, `${ROLE}2`, 5] }, { roleNames: ['iamRoles'] }],
    ['lambda', 'GetFunction', { role: ROLE }, {}],
    ['iam', 'PassAnything', { role: ROLE }, {}],
    [
      'dynamodb',
      'ExecuteStatement',
      statement('SELECT 1', 'delete x'),
      { roleNames: [], statements: ['delete', 'select'] },
    ],
    ['dynamodb', 'ExecuteStatement', statement('Merge x', 'Merge y'), { roleNames: [], statements: ['merge'] }],
    ['dynamodb', 'ExecuteStatement', statement('SELECT 1', '***'), { roleNames: [] }],
    ['dynamodb', 'ExecuteStatement', statement(`${'x'.repeat(32)} y`), { roleNames: [], statements: ['x'.repeat(32)] }],
    ['dynamodb', 'ExecuteStatement', statement('x'.repeat(33)), { roleNames: [] }],
    ['dynamodb', 'ExecuteStatement', {}, { roleNames: [] }],
    [
      'dynamodb',
      'TransactWriteItems',
      transaction({ conditionCheck: {} }, { Put: {} }),
      { roleNames: [], statements: ['conditioncheck', 'put'] },
    ],
    ['dynamodb', 'TransactWriteItems', transaction({ put: {} }, {}), { roleNames: [] }],
    ['dynamodb', 'TransactWriteItems', transaction({ ['x'.repeat(33)]: {} }), { roleNames: [] }],
    ['dynamodb', 'PutItem', { statement: 'SELECT 1' }, { roleNames: [] }],
    ['rds-data', 'ExecuteStatement', { statement: 'SELECT 1' }, { roleNames: [] }],
    [
      'autoscaling',
      'RegisterScalableTarget',
      { serviceNamespace: 'ecs' },
      { roleNames: [], serviceNamespace: ['ecs'] },
    ],
    [
      'application-autoscaling',
      'describescalingpolicies',
      { ServiceNamespace: 'ec2' },
      { roleNames: [], serviceNamespace: ['ec2'] },
    ],
    ['autoscaling', 'DescribeScalableTargets', { serviceNamespace: 'ec2' }, { serviceNamespace: ['ec2'] }],
    ['autoscaling', 'PutScalingPolicy', { policyName: 'ecs' }, { roleNames: [], serviceNamespace: [] }],
    [
      'autoscaling',
      'PutScheduledAction',
      { serviceNamespace: `ecs${'x'.repeat(100)}` },
      { roleNames: [], serviceNamespace: [`ecs${'x'.repeat(61)}`] },
    ],
    ['autoscaling', 'CreateAutoScalingGroup', { serviceNamespace: 'ecs' }, { roleNames: [] }],
    ['s3', 'CopyObject', { 'x-amz-copy-source': 'b/k?versionId=7' }, { roleNames: [], copySource: ['version'] }],
    ['s3', 'UploadPartCopy', { a: [{ b: 'b/k?VERSIONID=7' }] }, { roleNames: [], copySource: ['version'] }],
    ['s3', 'copyobject', { 'x-amz-copy-source': 'b/k' }, { roleNames: [], copySource: [] }],
    ['s3', 'CopyObject', { '?versionId=': 'x', a: 5, b: null }, { roleNames: [], copySource: [] }],
    ['s3', 'PutObject', { key: 'b/k?versionId=7' }, { roleNames: [] }],
  ])('%s %s of %j: %j', (prefix, eventName, parameters, values) => {
    expect(facetsOf(prefix, eventName, parameters)).toMatchObject({ kind: 'named' });
    expect(facetsOf(prefix, eventName, parameters)).toHaveProperty('values', values);
  });

  it('are read to the depth to which names are', () => {
    const at = (depth: number): JsonObject => {
      let value: JsonObject = { roleArn: ROLE };
      for (let around = 1; around < depth; around++) value = { a: value };
      return value;
    };
    for (let depth = 1; depth <= MAX_DEPTH + 3; depth++) {
      const facets = facetsOf('lambda', 'CreateFunction', at(depth));
      expect({ depth, passes: holdsValue(facets, 'roleNames', /^roleArn$/) }).toEqual({ depth, passes: true });
    }
  });
});

describe('questions to facets', () => {
  const some = facetsOf('lambda', 'CreateFunction', { tags: ['x'], role: ROLE });

  it.each([
    ['a name that is there', some, /^tags$/, true],
    ['a name that is not', some, /^layers$/, false],
    ['parameters that may be any', ANY_PARAMETERS, /^layers$/, true],
    ['parameters that the record does not state', UNSTATED, /^layers$/, false],
  ])('namesParameter() of %s', (_, facets, name, expected) => {
    expect(namesParameter(facets, name)).toBe(expected);
  });

  it.each([
    ['a value that is there', some, 'roleNames', /^role$/, true],
    ['a value that is not', some, 'roleNames', /^roleArn$/, false],
    ['a value that was not looked for', some, 'statements', /^select$/, true],
    ['parameters that may be any', ANY_PARAMETERS, 'roleNames', /^role$/, true],
    ['parameters that the record does not state', UNSTATED, 'roleNames', /^role$/, false],
  ] as const)('holdsValue() of %s', (_, facets, facet, value, expected) => {
    expect(holdsValue(facets, facet, value)).toBe(expected);
  });

  it.each([
    ['some parameters', some, true],
    ['parameters without a value', plainFacets({ tags: '' }), true],
    ['none', plainFacets({}), false],
    ['none, as the record says', plainFacets(null), false],
    ['parameters that may be any', ANY_PARAMETERS, true],
    ['parameters that the record does not state', UNSTATED, false],
  ])('hasParameters() of %s', (_, facets, expected) => {
    expect(hasParameters(facets)).toBe(expected);
  });
});
