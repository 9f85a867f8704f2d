import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernelScanner } from '../../../src/cloudtrail/scan/kernel/kernel-scan.ts';
import { unpacked } from '../../../src/cloudtrail/scan/packed-evidence.ts';
import { createPlainScanner } from '../../../src/cloudtrail/scan/plain-scan.ts';
import type { ScanOptions } from '../../../src/cloudtrail/scan/record-scanner.ts';
import { expectSame } from '../scan-comparison.ts';
import { freshKernel } from './reading.ts';

const ROLE = 'arn:aws:iam::123456789012:role/svc/app-task';

function kernelScanner(options: ScanOptions) {
  const scanner = createKernelScanner(options);
  if (scanner === undefined) throw new Error('this platform runs no kernel');
  return scanner;
}

/** A record of a caller, as JSON; `userIdentity` is JSON. */
function record(userIdentity: string, assumes = false, id = 'e'): string {
  const event = assumes
    ? `"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","requestParameters":{"roleArn":"${ROLE}","roleSessionName":"next"}`
    : '"eventSource":"s3.amazonaws.com","eventName":"GetObject","requestParameters":{"bucketName":"b"}';
  return `{"userIdentity":${userIdentity},"eventTime":"2026-09-20T10:00:00Z","awsRegion":"eu-west-1",${event},"eventID":"${id}"}`;
}

const fileOf = (records: readonly string[]) => new TextEncoder().encode(`{"Records":[${records.join(',')}]}`);

/** What a task's call looks like. */
function task(session: string, more = '', created = '2026-09-20T04:00:00Z', key = 'ASIA1'): string {
  return `{"type":"AssumedRole","principalId":"AROAEXAMPLE1:${session}","arn":"arn:aws:sts::123456789012:assumed-role/app-task/${session}","accountId":"123456789012","accessKeyId":"${key}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE1","arn":"${ROLE}","accountId":"123456789012","userName":"app-task"},"attributes":{"creationDate":"${created}","mfaAuthenticated":"false"}}${more}}`;
}

const name = fc.constantFrom(
  ...['s', 't', 's1', 'app-task', 'x/y', 'x:y', '', '\u007f', 'ß', 'a\\u0062', 'a\\"b', 'NONE', '*'],
  ...['x'.repeat(64), 'y'.repeat(65), `${'z'.repeat(47)}:`, `${'z'.repeat(48)}/`],
);

const principalId = fc.oneof(
  name.map((session) => `AROAEXAMPLE1:${session}`),
  fc.constantFrom('AROAEXAMPLE1', 'AROAEXAMPLE2', 'AROA', 'AROA:', 'AROAx:s', 'AIDAEXAMPLE:s', 'AROAEXAMPLE1:s:t', ''),
);

const arn = fc.oneof(
  fc.tuple(fc.constantFrom('app-task', 's', 'other'), name).map(([role, session]) => `assumed-role/${role}/${session}`),
  fc.constantFrom(
    'assumed-role/s',
    'assumed-role/',
    'assumed-role//s',
    'federated-user/s',
    'assumed-role/app-task/s/t',
  ),
);

const arnOfCaller = fc.oneof(
  { weight: 6, arbitrary: arn.map((resource) => `arn:aws:sts::123456789012:${resource}`) },
  { weight: 1, arbitrary: arn.map((resource) => `arn:aws:sts:${resource}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('arn:aws:iam::123456789012:user/s', 'arn:aws:iam::123456789012:role/s', ROLE, 's', ''),
  },
);

const text = (value: string) => `"${value}"`;

/** Members in any order, some of them left out or repeated. */
const object = (members: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.tuple(...Object.entries(members).map(([key, value]) => value.map((json) => `"${key}":${json}`))),
      fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }),
      fc.constantFrom('', '', ' '),
    )
    .map(([all, order, gap]) => {
      const some = all.filter((_, index) => (order[index] ?? 0) < 85);
      const repeated = order[0] === 0 ? [...some, ...some.slice(0, 1)] : some;
      const isShuffled = (order[1] ?? 0) > 70;
      const sorted = isShuffled ? repeated.toSorted((a, b) => (a.length % 7) - (b.length % 7)) : repeated;
      return `{${gap}${sorted.join(`,${gap}`)}}`;
    });

const anyIdentity = object({
  type: fc
    .constantFrom('AssumedRole', 'AssumedRole', 'AssumedRole', 'Role', 'Unknown', 'AWSAccount', 'IAMUser')
    .map(text),
  principalId: principalId.map(text),
  arn: arnOfCaller.map(text),
  accountId: fc.constantFrom('"123456789012"', '"999999999999"', '7'),
  accessKeyId: fc.constantFrom('"ASIA1"', '"ASIA2"', '""', 'null', '["ASIA1"]', '"ASIA\\u0031"'),
  sessionContext: object({
    sessionIssuer: object({
      type: fc.constantFrom('Role', 'Role', 'Role', 'User').map(text),
      principalId: fc.oneof(fc.constant('AROAEXAMPLE1'), principalId).map(text),
      arn: fc.oneof(fc.constant(ROLE), arnOfCaller).map(text),
      accountId: fc.constant('"123456789012"'),
      userName: fc.constantFrom('app-task', 's', '\u007f').map(text),
    }),
    attributes: fc.constantFrom('1', '2').map((date) => `{"creationDate":"${date}","mfaAuthenticated":"false"}`),
  }),
  invokedBy: fc.constantFrom('"athena.amazonaws.com"', '"s"', '""', 'null', '"\u007f"'),
  inScopeOf: fc.constantFrom('{"credentialsIssuedTo":"arn:1"}', '{"credentialsIssuedTo":"arn:2"}', '{"arn":"s"}'),
});

const usualIdentity = fc
  .tuple(name, fc.constantFrom('', ',"invokedBy":"athena.amazonaws.com"'), fc.constantFrom('1', '2'))
  .map(([session, more, created]) => task(session, more, created, created));

describe('callers in the kernel', () => {
  it('are those that the plain way finds, whatever their sessions are named, and whatever is odd about them', () => {
    const ways = [{}, { samples: 0, wanted: ({ arn }: { readonly arn?: string }) => arn === ROLE }].map((options) => ({
      plain: createPlainScanner(options),
      fast: kernelScanner(options),
    }));
    const identity = fc.oneof({ weight: 3, arbitrary: usualIdentity }, { weight: 2, arbitrary: anyIdentity });
    const records = fc.array(fc.tuple(identity, fc.boolean()), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(records, (calls) => {
        const file = fileOf(calls.map(([of, assumes], index) => record(of, assumes, `e${index}`)));
        for (const { plain, fast } of ways) expectSame(plain, fast, [file, file]);
      }),
      { numRuns: 500 },
    );
  });

  it('are resolved once for all sessions of a role', () => {
    const texts: string[] = [];
    const { kernel, memory } = freshKernel({
      resolveCaller(_caller, begin, end, hasSession, row) {
        texts.push(`${hasSession} ${memory.text(begin, end)}`);
        memory.write(row, 0, 0, 0, 0);
      },
      resolveEvent: () => 0,
      resolveDay: () => 0,
      resolveCategory: () => 1,
      resolveForm: () => undefined,
      resolveRoleTexts: () => 0,
      resolveDetails: () => 0,
    });
    const sessions = Array.from({ length: 50 }, (_, at) => task(`s${at}`, '', `2026-09-${at}`, `ASIA${at}`));
    const bytes = fileOf([...sessions, ...sessions].map((one) => record(one)));
    const room = kernel.makeRoom(bytes.length);
    memory.bytes().set(bytes, room);
    expect(kernel.scan(bytes.length, -(2 ** 30), 2 ** 30)).toBe(100);
    expect(texts).toEqual([
      `1 ${task('\u007f', '', '', '').replace('"mfaAuthenticated":"false"', '"mfaAuthenticated":""')}`,
    ]);
  });

  it.each(['x\\', 'x\u0007', 'x"y'])('are read to the last byte: a session named %j is no JSON', (session) => {
    const broken = fileOf([record(task('s')), record(task(session))]);
    for (const scanner of [createPlainScanner({}), kernelScanner({})]) {
      expect(scanner.scan(broken).problem).toContain('Cannot parse log file');
      expect(unpacked(scanner.take()).observations).toEqual([]);
    }
  });

  it('name each session that calls, and each that assumes a role', () => {
    const scanner = kernelScanner({});
    scanner.scan(fileOf(['s', 't'].flatMap((session) => [record(task(session)), record(task(session), true)])));
    const { observations, assumed } = unpacked(scanner.take());
    const names = observations
      .filter(({ eventName }) => eventName === 'GetObject')
      .map(({ principal }) => principal.sessionName);
    expect(names).toEqual(['s', 't']);
    expect(assumed.map(({ by }) => by)).toEqual(
      ['s', 't'].map((session) => `arn:aws:sts::123456789012:assumed-role/app-task/${session}`),
    );
  });
});
