import { describe, expect, it } from 'vitest';
import { createKernelScanner } from '../../src/cloudtrail/scan/kernel/kernel-scan.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import { recordWith } from './record-with.ts';
import { expectSame } from './scan-comparison.ts';

type Json = Readonly<Record<string, unknown>>;

const ROLE = 'arn:aws:iam::123456789012:role/r';
const OTHER = 'arn:aws:iam::123456789012:role/s';

function kernelScanner(samples: number) {
  const scanner = createKernelScanner({ samples, tellsRecorded: true });
  if (scanner === undefined) throw new Error('this platform runs no kernel');
  return scanner;
}

/** Expects the kernel to read calls as the plain way does, whichever comes first, and returns how many kinds there are. */
function kinds(calls: readonly Json[]): number {
  const plain = createPlainScanner({ tellsRecorded: true });
  const fileOf = (Records: readonly Json[]) => new TextEncoder().encode(JSON.stringify({ Records }));
  for (const order of [calls, calls.toReversed(), [...calls, ...calls]]) {
    for (const samples of [0, 1, 25]) {
      expectSame(plain, kernelScanner(samples), [fileOf(order)]);
      expectSame(
        plain,
        kernelScanner(samples),
        order.map((call) => fileOf([call])),
      );
    }
  }
  plain.scan(fileOf(calls));
  return plain.take().observations.length;
}

function callsOf(service: string, eventName: string, parameters: readonly unknown[]): readonly Json[] {
  return parameters.map((requestParameters, at) =>
    recordWith({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters, eventID: `e${at}` }),
  );
}

function manyNames(count: number): Json {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, 'x']));
}

describe('the kernel and the plain way agree on calls that differ only', () => {
  it('in the service that made them', () => {
    const { userIdentity } = recordWith() as { readonly userIdentity: Json };
    const made = (invokedBy: unknown, at: number) =>
      recordWith({ userIdentity: { ...userIdentity, invokedBy }, eventID: `e${at}` });
    const by = [undefined, 'athena.amazonaws.com', 'AWS Internal', 'ATHENA.amazonaws.com', '', null, 5];
    expect(kinds(by.map(made))).toBe(4);
    const refused = by.map((one, at) => ({ ...made(one, at), errorCode: 'AccessDenied' }));
    expect(kinds(refused)).toBe(4);
  });

  it('in the service that made them, and in the session', () => {
    const { userIdentity } = recordWith() as { readonly userIdentity: Json };
    const calls = ['s', 't'].flatMap((session) =>
      [{}, { invokedBy: 'athena.amazonaws.com' }].map((more) => {
        const arn = `arn:aws:sts::123456789012:assumed-role/app-task/${session}`;
        return recordWith({ userIdentity: { ...userIdentity, arn, ...more }, eventID: `e${session}` });
      }),
    );
    expect(kinds(calls)).toBe(4);
  });

  it.each<readonly [string, string, string, readonly unknown[], number]>([
    ['whether they say what was passed', 's3', 'GetObject', [undefined, null, {}, { key: '' }, 'text', [], 7], 3],
    ['the names of parameters', 's3', 'GetObject', [{ key: 'k' }, { key: 'l' }, { key: 'k', versionId: '7' }], 2],
    [
      'the order of parameters',
      's3',
      'GetObject',
      [
        { a: 'x', b: 'y' },
        { b: 'x', a: 'y' },
      ],
      1,
    ],
    ['the place of parameters', 's3', 'GetObject', [{ a: { b: 'x' } }, { b: { a: 'x' } }, { a: [{ b: 'x' }] }], 1],
    ['values that are none', 'ecs', 'RunTask', [{ a: '' }, { a: 'NONE' }, { a: false }, { a: [] }, { a: null }], 1],
    ['values that are some', 'ecs', 'StopTask', [{ a: 'x' }, { a: 0 }, { a: true }, { a: [null] }, { a: 'None' }], 1],
    ['how many parameters there are', 's3', 'GetObject', [manyNames(100), manyNames(101), manyNames(300)], 2],
    [
      'the length of a name',
      's3',
      'GetObject',
      [{ ['k'.repeat(128)]: 'x' }, { ['k'.repeat(129)]: 'x' }, { ['k'.repeat(129)]: '' }, { ['k'.repeat(2_000)]: 'x' }],
      3,
    ],
    [
      'whether parameters are left out',
      's3',
      'GetObject',
      [{ omitted: true, reason: 'large' }, { omitted: true }, { omitted: false, reason: 'large' }],
      3,
    ],
    [
      'a version that a copy names',
      's3',
      'CopyObject',
      ['b/k', 'b/l', 'b/k?versionId=7', 'b/k?versionid=8'].map((source) => ({ 'x-amz-copy-source': source })),
      2,
    ],
    [
      'the parts of a transaction',
      'dynamodb',
      'TransactWriteItems',
      [['put'], ['put', 'put'], ['delete'], ['put', 'delete'], ['delete', 'put'], ['hidden'], []].map((parts) => ({
        transactItems: parts.map((part) => ({ [part]: { x: 1 } })),
      })),
      5,
    ],
    [
      'the verbs of statements',
      'dynamodb',
      'ExecuteStatement',
      ['SELECT a', 'select b', 'DELETE a', '***', 'HIDDEN_DUE_TO_SECURITY_REASONS'].map((statement) => ({ statement })),
      4,
    ],
    [
      'what is scaled',
      'autoscaling',
      'RegisterScalableTarget',
      ['ecs', 'dynamodb', '', 'ecs'].map((serviceNamespace) => ({ serviceNamespace, resourceId: 'x' })),
      3,
    ],
    [
      'what is scaled, under the name of a read',
      'autoscaling',
      'DescribeScalableTargets',
      ['ecs', 'dynamodb'].map((serviceNamespace) => ({ serviceNamespace })),
      2,
    ],
  ])('in %s', (_, service, eventName, parameters, expected) => {
    expect(kinds(callsOf(service, eventName, parameters))).toBe(expected);
  });

  it.each<readonly [string, string, readonly unknown[], number]>([
    ['lambda', 'CreateFunction20150331', [ROLE, OTHER, 'text', 'arn:aws:iam::123456789012:user/r'], 2],
    ['lambda', 'CreateFunction20150331', [ROLE, OTHER], 1],
    ['lambda', 'GetFunction', [ROLE, OTHER, 'text'], 1],
    ['kms', 'CreateGrant', [ROLE, OTHER, 'text'], 1],
    ['ecs', 'RegisterTaskDefinition', [ROLE, 'short-name', ''], 3],
    ['nobody-knows', 'DoThings', [ROLE, OTHER, 'text', ''], 3],
    ['dynamodb.us-east-1', 'CreateTable', [ROLE, 'text'], 2],
  ])('in the role ARNs of %s %s', (service, eventName, roles, expected) => {
    for (const name of ['role', 'serviceRoleARN', 'iamRoles', 'credentials', 'attributeValue', 'ROLE_ARN']) {
      const found = callsOf(
        service,
        eventName,
        roles.map((role) => ({ [name]: role, other: 'x' })),
      );
      expect({ name, kinds: kinds(found) }).toEqual({ name, kinds: expected });
    }
  });

  it('in the name or the place of the parameter that holds a role', () => {
    const parameters = [
      { role: ROLE, executionRole: 'x' },
      { role: 'x', executionRole: ROLE },
      { role: ROLE, executionRole: OTHER },
      { a: { role: ROLE }, executionRole: 'x' },
      { role: [OTHER], executionRole: ['x'] },
    ];
    expect(kinds(callsOf('lambda', 'CreateFunction', parameters))).toBe(4);
  });
});
