import { describe, expect, test } from 'vitest';
import { incompleteOf } from '../../../src/base/attempt.ts';
import { DAY_MS, HOUR_MS } from '../../../src/base/time.ts';
import { interpretRecord } from '../../../src/cloudtrail/interpret-record.ts';
import { bucketOf } from '../../../src/evidence/time-bucket.ts';
import { usageTable } from '../../../src/evidence/usage-table.ts';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import type { AthenaCalls, QueryState, ResultPage } from '../../../src/sources/athena/athena-calls.ts';
import { athenaSource } from '../../../src/sources/athena/athena-source.ts';
import { USAGE_COLUMNS } from '../../../src/sources/athena/usage-query.ts';
import { ACCOUNT, NOW, ROLE_ID } from '../../ledger/seen.ts';

const catalog = await loadCatalog();
const REGIONS = ['us-east-1', 'eu-west-1'] as const;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/svc/app-task`;

type Row = Partial<Record<(typeof USAGE_COLUMNS)[number], string>>;

/** Three successful GetSecretValue of the role. */
function row(parts: Row = {}): readonly (string | undefined)[] {
  const values: Row = {
    identity_type: 'AssumedRole',
    issuer_type: 'Role',
    principal: ROLE,
    principal_id: ROLE_ID,
    event_source: 'secretsmanager.amazonaws.com',
    event_name: 'GetSecretValue',
    event_type: 'AwsApiCall',
    region: 'us-east-1',
    events: '3',
    first_time: '2026-10-01T00:00:00Z',
    last_time: '2026-11-01T00:00:00Z',
    passes_role: 'false',
    parameter_names: 'secretId',
    sample_id: 'e9',
    sample_caller: `arn:aws:sts::${ACCOUNT}:assumed-role/app-task/0123`,
    sample_parameters: '{"secretId":"db"}',
    ...parts,
  };
  return USAGE_COLUMNS.map((column) => values[column]);
}

const HEADER = [...USAGE_COLUMNS];

interface Script {
  readonly states?: readonly QueryState[];
  readonly pages?: readonly ResultPage[];
  readonly table?: Readonly<Record<string, string>>;
  readonly fail?: keyof AthenaCalls;
  readonly timeLeft?: number;
}

const TABLE = {
  'projection.enabled': 'true',
  'projection.region.type': 'injected',
  'projection.timestamp.type': 'date',
  'projection.timestamp.format': 'yyyy/MM/dd',
  'projection.timestamp.range': '2025/01/01,NOW',
  'storage.location.template': `s3://logs/AWSLogs/${ACCOUNT}/CloudTrail/\${region}/\${timestamp}`,
};
const DONE: QueryState = { kind: 'done', scannedBytes: 1 };

/** Asks a scripted Athena, and keeps what was asked of it. */
async function ask(script: Script) {
  const asked: string[] = [];
  const waits: number[] = [];
  const states = [...(script.states ?? [DONE])];
  const pages = [...(script.pages ?? [{ rows: [HEADER, row()] }])];
  const call = <T>(name: keyof AthenaCalls, detail: string, answer: () => T): Promise<T> => {
    asked.push(detail === '' ? name : `${name} ${detail}`);
    return script.fail === name ? Promise.reject(new Error(`${name} refused`)) : Promise.resolve(answer());
  };
  const calls: AthenaCalls = {
    tableParameters: () => call('tableParameters', '', () => script.table ?? TABLE),
    start: (_sql, token) => call('start', token, () => 'q1'),
    state: (id) => call('state', id, () => states.shift() ?? { kind: 'running' }),
    results: (id, token) => call('results', `${id} ${token}`, () => pages.shift() ?? { rows: [] }),
    stop: (id) => call('stop', id, () => undefined),
    wait: async (ms) => waits.push(ms),
    incompleteOf,
  };
  const table = usageTable(catalog);
  const source = athenaSource(calls, {
    database: 'logs',
    table: 'cloudtrail',
    interpret: interpretRecord,
    clock: { now: () => NOW },
    deadline: { timeLeft: () => script.timeLeft ?? Number.POSITIVE_INFINITY },
  });
  const request = { accountId: ACCOUNT, regions: REGIONS, from: NOW - 90 * DAY_MS, to: NOW } as const;
  const outcome = await source.read(request, table.receiverFor('athena'));
  const usage = table.usageOf({ accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID });
  return {
    ...outcome,
    asked,
    waits,
    usage,
    unreadable: table.unreadable(),
    grants: table.grants,
    starts: table.taskStarts(),
  };
}

const READ = { from: Date.UTC(2026, 9, 1), to: NOW - 6 * HOUR_MS };

describe('athenaSource()', () => {
  test('sums of events are uses, with count, first and last; what was read is stated', async () => {
    const { usage, records, recordsRead, incomplete, asked } = await ask({});
    expect(usage.used.get('secretsmanager:getsecretvalue')).toMatchObject({
      action: 'secretsmanager:GetSecretValue',
      first: Date.UTC(2026, 9, 1),
      last: Date.UTC(2026, 10, 1),
      countBySource: { athena: 3 },
      resources: { cut: true },
      resourcesStated: false,
      certainty: 'exact',
    });
    expect(records).toBe(3);
    expect(incomplete).toEqual([]);
    expect(recordsRead).toEqual(
      REGIONS.map((region) => ({
        source: 'athena',
        region,
        read: [READ],
        location: { bucket: 'logs', prefix: '' },
      })),
    );
    expect(asked).toEqual([
      'tableParameters',
      `start ecs-role-auditor-${ACCOUNT}-${NOW - 90 * DAY_MS}-${NOW}`,
      'state q1',
      'results q1 undefined',
    ]);
  });

  test.each([
    ['1970-01-01T00:00:00Z', '2026-11-01T00:00:00Z'],
    ['noon', '2026-11-01T00:00:00Z'],
    ['2026-10-01T00:00:00Z', 'tomorrow'],
  ])('events from %s to %s cannot be read, and nothing of their Region is covered', async (first_time, last_time) => {
    const impossible = row({ region: 'eu-west-1', first_time, last_time });
    const { recordsRead, unreadable } = await ask({ pages: [{ rows: [HEADER, row(), impossible] }] });
    expect([...unreadable.keys()]).toEqual(['eu-west-1']);
    expect(recordsRead?.map(({ region, read }) => [region, read])).toEqual([['us-east-1', [READ]]]);
  });

  test('what a bucket may have deleted is not taken for quiet: the first event is where reading counts from', async () => {
    const pages = (...rows: readonly Row[]) => [{ rows: [HEADER, ...rows.map(row)] }];
    const from = async (...rows: readonly Row[]) =>
      (await ask({ pages: pages(...rows) })).recordsRead?.[1]?.read[0]?.from;
    expect(await from({ first_time: '2026-11-15T00:00:00Z' }, {})).toBe(Date.UTC(2026, 9, 1));
    expect(await from({ first_time: '2026-11-15T00:00:00Z' })).toBe(Date.UTC(2026, 10, 15));
    expect(await from({ first_time: '2026-01-01T00:00:00Z' })).toBe(NOW - 90 * DAY_MS);
    expect(await from()).toBeUndefined();
  });

  test('waits for a query that runs, and reads all pages of its answer', async () => {
    const running: QueryState = { kind: 'running' };
    const { waits, usage, asked } = await ask({
      states: [running, running, DONE],
      pages: [{ rows: [HEADER, row()], next: 'p2' }, { rows: [row({ event_name: 'ListSecrets' })] }],
    });
    expect(waits).toEqual([500, 1000]);
    expect([...usage.used.keys()]).toEqual(['secretsmanager:getsecretvalue', 'secretsmanager:listsecrets']);
    expect(asked.slice(-2)).toEqual(['results q1 undefined', 'results q1 p2']);
  });

  test('stops a query that is not done in time, and has read nothing', async () => {
    const { asked, recordsRead, incomplete } = await ask({ states: [], timeLeft: 20_000 });
    expect(asked.at(-1)).toBe('stop q1');
    expect(recordsRead).toBeUndefined();
    expect(incomplete).toEqual([
      {
        what: 'use as seen by table logs.cloudtrail',
        why: "the run's deadline came before the query's end; it was stopped",
      },
    ]);
  });

  test('says why a query failed, such as at the limit of bytes scanned', async () => {
    const why = 'Bytes scanned limit was exceeded';
    const { asked, recordsRead, incomplete } = await ask({ states: [{ kind: 'failed', why }] });
    expect(incomplete[0]?.why).toBe(`the query failed: ${why}`);
    expect(recordsRead).toBeUndefined();
    expect(asked.at(-1)).toBe('stop q1');
  });

  test.each(['start', 'state', 'results'] as const)(
    'when %s fails, nothing counts as read and the loss is named',
    async (fail) => {
      const { recordsRead, incomplete } = await ask({ fail });
      expect(recordsRead).toBeUndefined();
      expect(incomplete).toEqual([{ what: 'use as seen by table logs.cloudtrail', why: `${fail} refused` }]);
    },
  );

  test('a later page that fails leaves uses seen and nothing read', async () => {
    const { usage, recordsRead, incomplete } = await ask({
      pages: [
        { rows: [HEADER, row()], next: 'p' },
        { rows: [], next: 'p' },
      ],
    });
    expect(usage.used.size).toBe(1);
    expect(recordsRead).toBeUndefined();
    expect(incomplete[0]?.why).toContain('token of this one');
  });

  test.each<readonly [string, Script]>([
    ['could not be described', { fail: 'tableParameters' }],
    ['may leave something out', { table: { ...TABLE, 'projection.enabled': 'false' } }],
  ])('a table that %s proves use and covers nothing', async (_, script) => {
    const { usage, recordsRead, incomplete } = await ask(script);
    expect(usage.used.size).toBe(1);
    expect(recordsRead).toEqual([]);
    expect(incomplete.map(({ what }) => what)).toEqual(['What use as seen by table logs.cloudtrail leaves out']);
  });

  test('a Region that the table does not hold was not read', async () => {
    const table = { ...TABLE, 'projection.region.type': 'enum', 'projection.region.values': 'us-east-1' };
    expect((await ask({ table })).recordsRead?.map(({ region }) => region)).toEqual(['us-east-1']);
  });

  test.each<readonly [string, readonly (string | undefined)[]]>([
    ['without a time', row({ last_time: 'yesterday' })],
    ['without a count', row({ events: 'many' })],
    ['without a role', row({ principal: 'nobody', sample_caller: 'nobody' })],
  ])('a row %s leaves its Region unread', async (_, bad) => {
    const { recordsRead, unreadable } = await ask({ pages: [{ rows: [HEADER, bad] }] });
    expect(recordsRead?.map(({ region }) => region)).toEqual(['eu-west-1']);
    expect([...unreadable.keys()]).toEqual(['us-east-1']);
  });

  test('a row of another length leaves every Region unread', async () => {
    expect((await ask({ pages: [{ rows: [HEADER, ['x']] }] })).recordsRead).toEqual([]);
  });

  test('an answer with other columns is none', async () => {
    const { incomplete, usage } = await ask({ pages: [{ rows: [row(), row()] }] });
    expect(incomplete[0]?.why).toContain('the answer has the columns');
    expect(usage.used.size).toBe(0);
  });
});

describe('a row', () => {
  const used = async (parts: Row) =>
    [...(await ask({ pages: [{ rows: [HEADER, row(parts)] }] })).usage.used.keys()].sort();

  test('credits what any of its events needed, not its sample alone', async () => {
    const put = {
      event_source: 's3.amazonaws.com',
      event_name: 'PutObject',
      sample_parameters: '{"bucketName":"b","key":"k"}',
    };
    expect(await used({ ...put, parameter_names: 'bucketName key' })).not.toContain('s3:putobjectacl');
    expect(await used({ ...put, parameter_names: 'bucketName key x-amz-acl' })).toContain('s3:putobjectacl');
  });

  test('passes a role where any of its events gave one', async () => {
    const create = {
      event_source: 'lambda.amazonaws.com',
      event_name: 'CreateFunction20150331',
      sample_parameters: '{}',
      parameter_names: 'functionName role',
    };
    expect(await used({ ...create, passes_role: 'true' })).toContain('iam:passrole');
    expect(await used({ ...create, passes_role: 'false' })).not.toContain('iam:passrole');
  });

  test('of which the values of parameters decide credits all that they may have been', async () => {
    const statement = {
      event_source: 'dynamodb.amazonaws.com',
      event_name: 'ExecuteStatement',
      sample_parameters: '{"statement":"SELECT * FROM \\"orders\\""}',
      parameter_names: 'statement',
    };
    expect(await used(statement)).toEqual(
      expect.arrayContaining(['dynamodb:partiqlselect', 'dynamodb:partiqlinsert', 'dynamodb:partiqldelete']),
    );
  });

  test('of denied events is no use', async () => {
    const { usage } = await ask({
      pages: [{ rows: [HEADER, row({ error_code: 'AccessDenied', sample_message: 'User is not authorized' })] }],
    });
    expect([...usage.used.keys()]).toEqual([]);
    expect([...usage.denied.keys()]).toEqual(['secretsmanager:getsecretvalue']);
  });

  test('of an IAM event by anybody changes grants', async () => {
    const { grants } = await ask({
      pages: [
        {
          rows: [
            HEADER,
            row({
              identity_type: 'IAMUser',
              issuer_type: undefined as never,
              principal: `arn:aws:iam::${ACCOUNT}:user/ada`,
              event_source: 'iam.amazonaws.com',
              event_name: 'PutRolePolicy',
              sample_parameters: '{"roleName":"app-task","policyName":"app"}',
            }),
          ],
        },
      ],
    });
    expect(grants.ofRole('app-task')).toEqual([
      {
        at: Date.UTC(2026, 10, 1),
        eventName: 'PutRolePolicy',
        roleName: 'app-task',
        policy: 'app',
        by: expect.stringMatching(/^arn:aws:sts:/),
      },
    ]);
  });

  test('of AssumeRole by ECS is a sign of life', async () => {
    const { usage } = await ask({
      pages: [
        {
          rows: [
            HEADER,
            row({
              identity_type: 'AWSService',
              event_source: 'sts.amazonaws.com',
              event_name: 'AssumeRole',
              sample_invoked_by: 'ecs-tasks.amazonaws.com',
              sample_parameters: JSON.stringify({ roleArn: ROLE, roleSessionName: '0123' }),
            }),
          ],
        },
      ],
    });
    expect(usage.assumed).toEqual({ at: Date.UTC(2026, 10, 1), by: 'ecs-tasks.amazonaws.com' });
  });

  test('of RunTask tells when tasks of a revision started first and last, and with which role in place of theirs', async () => {
    const started = (overrides: object) => ({
      identity_type: 'AWSService',
      event_source: 'ecs.amazonaws.com',
      event_name: 'RunTask',
      sample_response: JSON.stringify({
        tasks: [
          {
            taskArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/main/0123`,
            taskDefinitionArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/cron:3`,
            overrides,
          },
        ],
      }),
    });
    const { usage, starts } = await ask({
      pages: [{ rows: [HEADER, row(started({})), row(started({ taskRoleArn: ROLE }))] }],
    });
    expect([...starts]).toEqual([
      ['us-east-1 cron:3', [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)].map((at) => bucketOf(at))],
    ]);
    expect(usage.overriddenToAt).toBe(Date.UTC(2026, 10, 1));
  });
});
