import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, toIso } from '../../../src/base/time.ts';
import { interpretRecord } from '../../../src/cloudtrail/interpret-record.ts';
import { type UsageTable, usageTable } from '../../../src/evidence/usage-table.ts';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { emitRow } from '../../../src/sources/athena/emit-row.ts';
import { USAGE_COLUMNS, usageQuery } from '../../../src/sources/athena/usage-query.ts';
import { parseUsageRow } from '../../../src/sources/athena/usage-row.ts';
import { ACCOUNT, daysAgo, NOW } from '../../ledger/seen.ts';

/** The part of DuckDB's client that is used here; it is not among this package's dependencies. */
interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][]; columnNames(): string[] }>;
}
interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}

async function findDuckDb(): Promise<DuckDb | undefined> {
  const name = '@duckdb/node-api';
  try {
    return (await import(name)) as DuckDb;
  } catch {
    console.log(`skipped: ${name} is not installed`);
    return undefined;
  }
}

const duckdb = await findDuckDb();
const catalog = await loadCatalog();
const WINDOW = { from: daysAgo(60), to: NOW };

/** The columns of Athena's table, in DuckDB's types. */
const COLUMNS = {
  useridentity: `STRUCT("type" VARCHAR, principalid VARCHAR, arn VARCHAR, accountid VARCHAR, invokedby VARCHAR,
    sessioncontext STRUCT(sessionissuer STRUCT("type" VARCHAR, principalid VARCHAR, arn VARCHAR, accountid VARCHAR, username VARCHAR)))`,
  eventtime: 'VARCHAR',
  eventsource: 'VARCHAR',
  eventname: 'VARCHAR',
  awsregion: 'VARCHAR',
  errorcode: 'VARCHAR',
  errormessage: 'VARCHAR',
  requestparameters: 'VARCHAR',
  responseelements: 'VARCHAR',
  eventid: 'VARCHAR',
  eventtype: 'VARCHAR',
  recipientaccountid: 'VARCHAR',
  resources: 'STRUCT(arn VARCHAR, accountid VARCHAR, "type" VARCHAR)[]',
  region: 'VARCHAR',
  timestamp: 'VARCHAR',
} as const;

/** Functions of Athena that DuckDB has under other names. */
const MACROS = [
  'CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  'CREATE MACRO json_extract_scalar(text, path) AS json_extract_string(text, path)',
  'CREATE MACRO array_join(list, separator) AS array_to_string(list, separator)',
];

type Json = Readonly<Record<string, unknown>>;

/** A record as the table's format hands it on: lower-case columns, parameters as text, partitions from its place. */
function columnsOf(record: Json): Json {
  const text = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));
  const at = Date.parse(String(record['eventTime']));
  const lower = Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
  return {
    ...lower,
    useridentity: lowerKeys(record['userIdentity']),
    resources: lowerKeys(record['resources'] ?? null),
    requestparameters: text(record['requestParameters']),
    responseelements: text(record['responseElements']),
    region: record['awsRegion'],
    timestamp: toIso(at).slice(0, 10).replaceAll('-', '/'),
  };
}

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toLowerCase(), lowerKeys(item)]));
}

describe.skipIf(duckdb === undefined)('the query, run by DuckDB', () => {
  let connection: Connection;
  const folder = mkdtempSync(join(tmpdir(), 'usage-query-'));

  beforeAll(async () => {
    const instance = await duckdb?.DuckDBInstance.create(':memory:');
    if (instance === undefined) throw new Error('DuckDB is not installed');
    connection = await instance.connect();
    for (const macro of MACROS) await connection.run(macro);
    await connection.run('CREATE SCHEMA logs');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function rowsFor(records: readonly Json[]): Promise<readonly (readonly (string | undefined)[])[]> {
    const file = join(folder, 'records.json');
    writeFileSync(file, records.map((record) => JSON.stringify(columnsOf(record))).join('\n'));
    const types = Object.entries(COLUMNS).map(([name, type]) => `"${name}": '${type}'`);
    await connection.run(
      `CREATE OR REPLACE TABLE logs.cloudtrail AS SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {${types.join(', ')}})`,
    );
    const query = { database: 'logs', table: 'cloudtrail', accountId: ACCOUNT, window: WINDOW };
    const sql = usageQuery({ ...query, regions: ['us-east-1', 'eu-west-1'] }).replace('transform(', 'list_transform(');
    const answer = await connection.runAndReadAll(sql);
    expect(answer.columnNames()).toEqual([...USAGE_COLUMNS]);
    return answer.getRows().map((row) => row.map((value) => (value === null ? undefined : String(value))));
  }

  /** What the query's answer proves. */
  async function bySql(records: readonly Json[]): Promise<UsageTable> {
    const table = usageTable(catalog);
    const receiver = table.receiverFor('athena');
    for (const values of await rowsFor(records)) {
      const row = parseUsageRow(values, ACCOUNT);
      const problem = row.ok ? emitRow(row.value, interpretRecord, receiver) : row.problem;
      if (problem !== undefined) receiver.unreadable('us-east-1', problem);
    }
    return table;
  }

  test('each record read by itself proves nothing that the answer does not', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(logOf(VARIED), logOf(ALIKE)), async (records) => {
        const plain = usageTable(catalog);
        const receiver = plain.receiverFor('athena');
        for (const one of records.filter(isInside)) {
          const { observation, assumed, grantChange, tasksStarted = [] } = interpretRecord(one);
          if (observation !== undefined) receiver.observe(observation);
          if (assumed !== undefined) receiver.assumed(assumed);
          if (grantChange !== undefined) receiver.grantChanged(grantChange);
          for (const task of tasksStarted) receiver.taskStarted?.(task);
        }
        const summed = await bySql(records);
        expect(summed.unreadable().size).toBe(0);
        const starts = summed.taskStarts();
        for (const [revision, buckets] of plain.taskStarts()) {
          // Of many starts the first and the last are told.
          expect([starts.get(revision)?.[0], starts.get(revision)?.at(-1)]).toEqual([buckets[0], buckets.at(-1)]);
        }
        expect(new Set(starts.keys())).toEqual(new Set(plain.taskStarts().keys()));
        for (const name of ROLES) {
          const role = { accountId: ACCOUNT, name };
          const expected = plain.usageOf(role);
          const found = summed.usageOf(role);
          expect(found.lastSeen).toBe(expected.lastSeen);
          expect(found.assumed).toEqual(expected.assumed);
          expect(found.tasks).toEqual(expected.tasks);
          expect(found.overriddenToAt).toBe(expected.overriddenToAt);
          expect([...found.servicesWithUnknownEvents.keys()]).toEqual([...expected.servicesWithUnknownEvents.keys()]);
          for (const outcome of ['used', 'denied'] as const) {
            for (const [key, usage] of expected[outcome]) {
              const twin = found[outcome].get(key);
              expect(twin, `${outcome} ${key}`).toBeDefined();
              // Where parameters decide, the answer may credit more events, never fewer.
              expect(twin?.first).toBeLessThanOrEqual(usage.first);
              expect(twin?.last).toBeGreaterThanOrEqual(usage.last);
              expect(twin?.countBySource.athena).toBeGreaterThanOrEqual(usage.countBySource.athena ?? 0);
              expect(twin?.regions).toEqual(expect.arrayContaining([...usage.regions]));
            }
          }
          expect(summed.grants.ofRole(name)).toEqual(plain.grants.ofRole(name));
        }
      }),
      { numRuns: 80 },
    );
  });

  test('partitions and the window leave out all else', async () => {
    const at = (time: number, region = 'us-east-1') => recordAt({ eventTime: toIso(time), awsRegion: region });
    const rows = await rowsFor([
      at(daysAgo(10)),
      at(daysAgo(61)),
      at(NOW + DAY_MS),
      at(daysAgo(10), 'ap-south-1'),
      { ...at(daysAgo(10)), recipientAccountId: '999999999999' },
      { ...at(daysAgo(10)), userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ada` } },
    ]);
    expect(rows.map((row) => row[USAGE_COLUMNS.indexOf('events')])).toEqual(['1']);
  });

  test('a Region that tries to be SQL selects nothing and harms nothing', async () => {
    await rowsFor([recordAt({})]);
    const query = { database: 'logs', table: 'cloudtrail', accountId: ACCOUNT, window: WINDOW };
    const hostile = ["us-east-1') OR ('1'='1", "'; DROP TABLE logs.cloudtrail; --"];
    const sql = usageQuery({ ...query, regions: hostile }).replace('transform(', 'list_transform(');
    expect((await connection.runAndReadAll(sql)).getRows()).toEqual([]);
    expect(await rowsFor([recordAt({})])).toHaveLength(1);
  });
});

const ROLES = ['app-task', 'other-task', 'gone-task'];

function isInside(record: Json): boolean {
  const at = Date.parse(String(record['eventTime']));
  return at >= WINDOW.from && at < WINDOW.to && record['awsRegion'] !== 'ap-south-1';
}

function sessionOf(name: string, issuer: boolean): Json {
  return {
    type: 'AssumedRole',
    principalId: `AROA${name.toUpperCase().replaceAll('-', '')}:0123`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/0123`,
    accountId: ACCOUNT,
    ...(issuer && {
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${name.toUpperCase().replaceAll('-', '')}`,
          arn: `arn:aws:iam::${ACCOUNT}:role/svc/${name}`,
          accountId: ACCOUNT,
          userName: name,
        },
      },
    }),
  };
}

function recordAt(parts: Json): Json {
  return {
    userIdentity: sessionOf('app-task', true),
    eventTime: toIso(daysAgo(3)),
    eventSource: 'sqs.amazonaws.com',
    eventName: 'SendMessage',
    awsRegion: 'us-east-1',
    eventID: 'e1',
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
    requestParameters: null,
    ...parts,
  };
}

const CALLS: readonly (readonly [source: string, name: string, parameters: readonly (Json | null)[]])[] = [
  ['sqs', 'SendMessage', [null, { queueUrl: "https://sqs/it's" }]],
  [
    's3',
    'GetObject',
    [
      { bucketName: 'b', key: '{"a":1}' },
      { bucketName: 'b', versionId: 'v' },
    ],
  ],
  [
    's3',
    'PutObject',
    [
      { bucketName: 'b', 'x-amz-tagging': 'a=b' },
      { bucketName: 'b', 'x-amz-acl': 'private' },
    ],
  ],
  ['ecs', 'RunTask', [{ taskDefinition: 't' }, { taskDefinition: 't', tags: [{ key: 'a', value: 'b' }] }]],
  [
    'lambda',
    'CreateFunction20150331',
    [{ role: `arn:aws:iam::${ACCOUNT}:role/x` }, { functionName: 'f', tags: { a: 'b' } }],
  ],
  ['dynamodb', 'ExecuteStatement', [{ statement: 'SELECT 1' }, { statement: 'DELETE FROM x' }]],
  ['dynamodb', 'TransactWriteItems', [{ transactItems: [{ put: {} }] }, { transactItems: [{ delete: {} }] }]],
  [
    'secretsmanager',
    'CreateSecret',
    [
      { omitted: true, reason: 'too large' },
      { name: 'a', kmsKeyId: 'k' },
    ],
  ],
  ['madeup', 'DoThings', [null, { roleArn: 'none' }]],
  [
    'iam',
    'PutRolePolicy',
    [
      { roleName: 'app-task', policyName: 'a' },
      { roleName: 'other-task', policyName: 'b' },
    ],
  ],
  ['iam', 'GetRole', [{ roleName: 'app-task' }]],
  [
    'sts',
    'AssumeRole',
    ROLES.flatMap((name) =>
      ['s', 'a'.repeat(32), 'b'.repeat(32)].map((roleSessionName) => ({
        roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        roleSessionName,
      })),
    ),
  ],
];

const ERRORS: readonly Json[] = [
  {},
  {},
  {},
  { errorCode: 'AccessDenied', errorMessage: 'User: x is not authorized to perform: iam:PassRole on resource: y' },
  { errorCode: 'AccessDenied', errorMessage: "User `x' is not authorized to perform `ses:SendRawEmail' on resource y" },
  { errorCode: 'AuthorizationError', errorMessage: 'User: x is not authorized to perform: SNS:TagResource on y' },
  { errorCode: 'AccessDeniedException', errorMessage: 'Access to KMS is not allowed' },
  { errorCode: 'AccessDenied', errorMessage: 'Access Denied' },
  { errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' },
  { errorCode: 'NoSuchKey', errorMessage: "it isn't there" },
  { errorCode: 'AuthFailure', errorMessage: 'AWS was not able to validate the provided access credentials' },
];

/** What RunTask may answer. */
const STARTED: readonly (readonly Json[])[] = [
  [],
  ...[
    ['cron:1', {}],
    ['cron:2', { containerOverrides: [{ name: 'a' }] }],
    ['cron:2', { taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/other-task` }],
    ['api:1', { executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/x` }],
  ].map(([definition, overrides]) => [
    {
      taskArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/main/${'a'.repeat(32)}`,
      taskDefinitionArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/${definition}`,
      overrides,
    },
  ]),
];

/** What records are made of. */
interface Kinds {
  readonly callers: readonly string[];
  readonly errors: readonly Json[];
  readonly regions: readonly string[];
}

const VARIED: Kinds = {
  callers: [...ROLES, 'ecs', 'user'],
  errors: ERRORS,
  regions: ['us-east-1', 'eu-west-1', 'ap-south-1'],
};
/** Many records fall into one row. */
const ALIKE: Kinds = { callers: ['app-task', 'ecs'], errors: [{}], regions: ['us-east-1'] };

/** Records of roles and others, in and out of the window. */
function logOf({ callers, errors, regions }: Kinds): fc.Arbitrary<readonly Json[]> {
  const record = fc
    .record({
      call: fc.constantFrom(...CALLS),
      which: fc.nat(),
      caller: fc.constantFrom(...callers),
      issuer: fc.boolean(),
      error: fc.constantFrom(...errors),
      at: fc.integer({ min: 0, max: 65 * 24 }),
      region: fc.constantFrom(...regions),
      id: fc.uuid(),
    })
    .map(({ call: [source, name, parameters], which, caller, issuer, error, at, region, id }) =>
      recordAt({
        eventSource: `${source}.amazonaws.com`,
        eventName: name,
        requestParameters: parameters[which % parameters.length] ?? null,
        userIdentity: callerOf(caller, issuer),
        eventTime: toIso(NOW - at * 60 * 60_000),
        awsRegion: region,
        eventID: id,
        ...(name === 'RunTask' && !('errorCode' in error) && { responseElements: { tasks: STARTED[which % 5] } }),
        resources: which % 2 === 0 ? [{ ARN: `arn:aws:s3:::b/${which}`, type: 'AWS::S3::Object' }] : undefined,
        ...error,
      }),
    );
  return fc.array(record, { minLength: 1, maxLength: 120 });
}

function callerOf(caller: string, issuer: boolean): Json {
  if (caller === 'ecs') return { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' };
  if (caller === 'user') return { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ada`, principalId: 'AIDAX' };
  return sessionOf(caller, issuer);
}
