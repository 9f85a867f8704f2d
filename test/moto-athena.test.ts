import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createAthenaCalls } from '../src/aws/athena/athena-sdk-calls.ts';
import { type AwsSession, openSession } from '../src/aws/client/session.ts';
import { toIso } from '../src/base/time.ts';
import { runCommandLine } from '../src/cli/run-command-line.ts';
import { USAGE_COLUMNS } from '../src/sources/athena/usage-query.ts';
import { fakeTerminal } from './cli/fake-terminal.ts';
import { type Moto, motoInstalled, startMoto } from './support/moto.ts';
import { MOTO_ACCOUNT_ID, seedMoto } from './support/moto-account.ts';
import { CREDENTIALS } from './support/sandbox-session.ts';

const ROLE = `arn:aws:iam::${MOTO_ACCOUNT_ID}:role/svc/app-task`;
const PLACE = { database: 'logs', table: 'trail', workgroup: 'audits' };
const seen = toIso(Date.now() - 60_000);

/**
 * moto runs no SQL: an answer is what was put up for it. It ignores ClientRequestToken (each start is another query) and
 * MaxResults (an answer is one page), scans no bytes, and has no GetTableMetadata; test/athena and the sandbox have those.
 */
describe.skipIf(!motoInstalled())('Athena of moto_server', () => {
  let moto: Moto;
  let session: AwsSession;
  let roleId: string | undefined;

  beforeAll(async () => {
    moto = await startMoto();
    session = await openSession({ region: 'us-east-1', endpoint: moto.endpoint, credentials: CREDENTIALS });
    await seedMoto(session);
    // Queries are to take their time: queued, running, done.
    await post('state-manager/set-transition', {
      model_name: 'athena::execution',
      transition: { progression: 'manual', times: 1 },
    });
    await session.client(AthenaClient).send(new CreateWorkGroupCommand({ Name: PLACE.workgroup }));
    roleId = (await session.client(IAMClient).send(new GetRoleCommand({ RoleName: 'app-task' }))).Role?.RoleId;
    vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
  }, 300_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    session?.close();
    await moto?.close();
  });

  /** Asks moto itself. */
  async function post(what: string, body: object): Promise<void> {
    const answer = await fetch(`${moto.endpoint}/moto-api/${what}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
  }

  /** Puts up the next query's answer: a row of column names, and these. */
  async function answerWith(...rows: readonly Readonly<Record<string, string | undefined>>[]): Promise<void> {
    const header = Object.fromEntries(USAGE_COLUMNS.map((column) => [column, column]));
    const cell = (value: string | undefined) => (value === undefined ? {} : { VarCharValue: value });
    const Rows = [header, ...rows].map((row) => ({ Data: USAGE_COLUMNS.map((column) => cell(row[column])) }));
    await post('static/athena/query-results', { results: [{ rows: Rows }], region: 'us-east-1' });
  }

  const publishes = () => ({
    identity_type: 'AssumedRole',
    issuer_type: 'Role',
    principal: ROLE,
    principal_id: roleId,
    event_source: 'sns.amazonaws.com',
    event_name: 'Publish',
    event_type: 'AwsApiCall',
    region: 'us-east-1',
    events: '7',
    first_time: seen,
    last_time: seen,
    passes_role: 'false',
    sample_id: 'e1',
  });

  test('a query is started, looked at until it is done, and its answer read', async () => {
    await answerWith(publishes());
    const calls = createAthenaCalls(session, PLACE);
    const id = await calls.start('SELECT 1', 'a-token-of-thirty-two-characters');
    expect(await calls.state(id)).toEqual({ kind: 'running' });
    expect(await calls.state(id)).toEqual({ kind: 'done', scannedBytes: 0 });
    const { rows, next } = await calls.results(id, undefined);
    expect(rows[0]).toEqual(USAGE_COLUMNS);
    expect(rows[1]).toEqual(USAGE_COLUMNS.map((column) => (publishes() as Record<string, string>)[column]));
    expect(rows).toHaveLength(2);
    expect(next).toBeUndefined();
  });

  test('an answer before its time, a stopped query and a workgroup that does not exist are what Athena says they are', async () => {
    const calls = createAthenaCalls(session, PLACE);
    const id = await calls.start('SELECT 1', 'b-token-of-thirty-two-characters');
    await expect(calls.results(id, undefined)).rejects.toThrow('not yet finished');
    await calls.stop(id);
    expect(await calls.state(id)).toEqual({ kind: 'failed', why: 'Athena does not say why' });
    const elsewhere = createAthenaCalls(session, { ...PLACE, workgroup: 'gone' });
    await expect(elsewhere.start('SELECT 1', 'c-token-of-thirty-two-characters')).rejects.toThrow(
      'WorkGroup does not exist',
    );
  });

  async function audit() {
    const terminal = fakeTerminal();
    const place = ['--athena-table', 'logs.trail', '--athena-workgroup', PLACE.workgroup];
    const args = ['audit', '--source', 'athena', ...place, '--regions', 'us-east-1', '--format', 'json', '--quiet'];
    const status = await runCommandLine(args, terminal);
    const { roles, incomplete } = JSON.parse(terminal.out()) as {
      readonly roles: readonly {
        readonly arn: string;
        readonly actions: readonly { readonly action: string; readonly verdict: string }[];
      }[];
      readonly incomplete: readonly { readonly what: string; readonly why: string }[];
    };
    return { status, actions: roles[0]?.actions ?? [], incomplete };
  }

  test('an audit credits what the answer shows; where the table cannot be looked at, nothing is unused by its silence', {
    timeout: 300_000,
  }, async () => {
    await answerWith(publishes());
    const { status, actions, incomplete } = await audit();
    expect(actions).toContainEqual(expect.objectContaining({ action: 'sns:Publish', verdict: 'used' }));
    expect(actions.filter(({ verdict }) => verdict === 'unused')).toEqual([]);
    expect(incomplete.map(({ what }) => what)).toEqual(['What use as seen by table logs.trail leaves out']);
    expect(incomplete[0]?.why).toContain('HTTP 500');
    expect(status).toBe(3);
  });

  test('an answer without its columns is no answer', { timeout: 300_000 }, async () => {
    const { actions, incomplete } = await audit();
    expect(actions.filter(({ verdict }) => verdict === 'used' || verdict === 'unused')).toEqual([]);
    expect(incomplete.map(({ why }) => why)).toContainEqual(expect.stringContaining('the answer has the columns ""'));
  });
});
