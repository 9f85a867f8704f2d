import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { ACCOUNT, directoryOf, eventOf, identityOf, keyOf, logFileOf, ROLE } from '../sources/trail/trail-files.ts';
import { dimension, summaryOf } from '../support/summaries.ts';
import { fakeTerminal } from './fake-terminal.ts';

const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;

const FILES = {
  [keyOf('2026-09-20T10:05')]: logFileOf(
    eventOf(),
    eventOf({ eventTime: '2026-09-20T10:02:00Z' }),
    eventOf({ eventTime: '2026-09-20T10:03:00Z', eventName: 'PutObject', errorCode: 'AccessDenied' }),
    eventOf({ userIdentity: identityOf(OTHER), eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' }),
  ),
  [keyOf('2026-09-21T10:05', 'eu-west-1')]: logFileOf(eventOf({ eventTime: '2026-09-21T10:00:00Z' })),
};

async function usage(...args: readonly string[]) {
  const terminal = fakeTerminal();
  const status = await runCommandLine(['usage', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

test('usage prints what every role used and was denied, as one JSON document', async () => {
  const { status, out, err } = await usage('--trail-uri', await directoryOf(FILES));
  expect(JSON.parse(out)).toEqual({
    files: 2,
    records: 5,
    roles: {
      [OTHER]: {
        used: { 'kms:Decrypt': { first: '2026-09-20T10:00:00Z', last: '2026-09-20T10:00:00Z', records: 1 } },
        denied: {},
      },
      [ROLE]: {
        used: {
          's3:GetObject': { first: '2026-09-20T10:00:00Z', last: '2026-09-21T10:00:00Z', records: 3 },
          // It may have been checked for the number of tags.
          's3:GetObjectTagging': { first: '2026-09-20T10:00:00Z', last: '2026-09-21T10:00:00Z', records: 3 },
        },
        denied: { 's3:PutObject': { first: '2026-09-20T10:03:00Z', last: '2026-09-20T10:03:00Z', records: 1 } },
      },
    },
    incomplete: [],
  });
  expect(status).toBe(0);
  expect(err).toBe('');
});

test('usage says so where a directory holds no log file', async () => {
  const directory = await directoryOf({});
  const { status, out, err } = await usage('--trail-uri', directory);
  expect(JSON.parse(out)).toMatchObject({ files: 0, roles: {} });
  expect(err).toContain(`found no log file of CloudTrail (*.json.gz or *.json) below ${directory}`);
  expect(status).toBe(0);
});

test('usage by event counts every record of the roles named under used, whatever its error code', async () => {
  const directory = await directoryOf(FILES);
  const { out } = await usage('--trail-uri', directory, '--by', 'event', '--role', ROLE);
  expect(JSON.parse(out)).toEqual({
    files: 2,
    records: 5,
    roles: {
      [ROLE]: {
        used: {
          's3.amazonaws.com GetObject': { first: '2026-09-20T10:00:00Z', last: '2026-09-21T10:00:00Z', records: 3 },
          's3.amazonaws.com PutObject': { first: '2026-09-20T10:03:00Z', last: '2026-09-20T10:03:00Z', records: 1 },
        },
        denied: {},
      },
    },
    incomplete: [],
  });
});

test('usage prints its results and ends with status 3 when a file cannot be read; --quiet keeps standard error empty', async () => {
  const bad = keyOf('2026-09-20T11:05', 'us-east-1', 'bad');
  const directory = await directoryOf({ ...FILES, [bad]: Buffer.from('not gzip') });
  const { status, out, err } = await usage('--trail-uri', directory, '--quiet');
  expect(status).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ files: 3, records: 5, incomplete: [{ why: expect.stringMatching(/gzip/) }] });
  expect(err).toBe('');
});

test.each([
  [[], /required option '--trail-uri <uri>' not specified/],
  [['--trail-uri', 's3://A'], /--trail-uri is "s3:\/\/A": expected s3:\/\/bucket\/prefix, or a directory/],
  [['--trail-uri', '.', '--by', 'role'], /'role' is invalid. Expected one of action, event/],
  [
    ['--trail-uri', '.', '--role', 'app'],
    /Cannot read --role "app": expected the ARN of a role, such as arn:aws:iam::123456789012:role/,
  ],
] as const)('usage %j is refused with a message that says what would be right', async (args, message) => {
  const { status, out, err } = await usage(...args);
  expect(err).toMatch(message);
  expect(out).toBe('');
  expect(status).toBe(2);
});

test('usage reads several places as one', async () => {
  const files = Object.entries(FILES).map(([key, bytes]) => ({ [key]: bytes }));
  const places = await Promise.all(files.map(directoryOf));
  const { status, out } = await usage(...places.flatMap((place) => ['--trail-uri', place]));
  const { files: read, records } = JSON.parse(out) as { readonly files: number; readonly records: number };
  expect([status, read, records]).toEqual([0, 2, 5]);
});

test('usage finds the role of a caller of whom only the name is known, whatever its path', async () => {
  const old = { ...identityOf(ROLE), sessionContext: {} };
  const [nameless, summary] = [
    eventOf({ userIdentity: old, eventName: 'PutObject' }),
    summaryOf(dimension('userIdentity', `arn:aws:sts::${ACCOUNT}:assumed-role/app-task/x`), [
      dimension('eventName', 'DeleteObject'),
    ]),
  ];
  const folder = keyOf('2026-09-20T10:05').replace('/CloudTrail/', '/CloudTrail-Aggregated/');
  const { out } = await usage(
    '--trail-uri',
    await directoryOf({ ...FILES, 'a.json.gz': logFileOf(nameless), [folder]: logFileOf(summary) }),
  );
  const { roles } = JSON.parse(out) as { readonly roles: Readonly<Record<string, { readonly used: object }>> };
  expect(Object.keys(roles)).toEqual([OTHER, ROLE]);
  expect(Object.keys(roles[ROLE]?.used ?? {})).toEqual([
    's3:DeleteObject',
    's3:GetObject',
    's3:GetObjectTagging',
    's3:PutObject',
    's3:PutObjectLegalHold',
    's3:PutObjectRetention',
    's3:PutObjectTagging',
  ]);
});
