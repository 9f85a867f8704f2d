import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunAnswer } from '../handlers/organization.ts';
import { bundleHandler } from '../scripts/bundle.ts';
import { createS3Ledger } from '../src/aws/s3/s3-ledger.ts';
import type { OrganizationSummary } from '../src/organization/organization-summary.ts';
import { openOrganizationRuns } from '../src/wiring/organization-runs.ts';
import { type Invocation, type LambdaProxy, startLambdaProxy } from './support/lambda-proxy.ts';
import { type Moto, motoInstalled, startMoto } from './support/moto.ts';
import { type MotoOrganization, seedMotoOrganization } from './support/moto-organization.ts';
import { motoStateMachines } from './support/moto-state-machines.ts';
import { CREDENTIALS } from './support/sandbox-session.ts';

const BUCKET = 'audits';
const NAMES = ['payments', 'search', 'loyalty', 'lake', 'staging', 'mail', 'closed', 'roleless', 'flaky'];
const AUDITED = NAMES.filter((name) => name !== 'closed' && name !== 'roleless');

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Steps that fail, for one execution. */
interface Trouble {
  /** Invocations that are answered before all others fail. */
  readonly invocations?: number;
  /** The account of which what its first audit came to cannot be stored. */
  readonly unstored?: string;
}

/**
 * moto runs the state machine's own definition, and calls Lambda at the port it takes for its own: there the bundled handlers answer.
 * What it does not do: it opens every role, whether it exists or not, so that the proxy refuses that of one account.
 */
describe.skipIf(!motoInstalled())('the state machine of an organization, run by moto with the bundled handlers', () => {
  let moto: Moto;
  let proxy: LambdaProxy;
  let organization: MotoOrganization;
  let directory: string;
  const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1'];
  let trouble: Trouble = {};
  let invocations: { readonly name: string; readonly event: unknown }[] = [];

  const idOf = (name: string): string => organization.accounts.get(name) ?? '';

  const auditsOf = (name = ''): number =>
    invocations.filter((each) => each.name === 'audit' && accountIn(each.event) === idOf(name)).length;

  async function invoke(name: string, event: unknown): Promise<Invocation> {
    invocations.push({ name, event });
    if (invocations.length > (trouble.invocations ?? Number.POSITIVE_INFINITY))
      return { error: new Error('Runtime exited with error: signal: killed') };
    const { handler } = (await import(pathToFileURL(join(directory, `${name}.mjs`)).href)) as {
      readonly handler: Handler;
    };
    const end = Date.now() + 600_000;
    try {
      const context = {
        functionName: name,
        invokedFunctionArn: functionArn(name),
        memoryLimitInMB: '1769',
        awsRequestId: `request-${invocations.length}`,
        getRemainingTimeInMillis: () => end - Date.now(),
      };
      return { value: await handler(event, context) };
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'auditor-organization-'));
    await bundleHandler(directory);
    proxy = await startLambdaProxy({
      behind: () => moto.endpoint,
      invoke,
      intercept({ method, path, body }) {
        if (body.includes('Action=AssumeRole') && body.includes(`${idOf('roleless')}%3Arole%2Fecs-role-auditor`))
          return {
            status: 403,
            body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>',
          };
        const lost =
          trouble.unstored !== undefined && path.endsWith(`/outcomes/${idOf(trouble.unstored)}.json.gz?x-id=PutObject`);
        // For as long as it is audited for the first time.
        if (method !== 'PUT' || !lost || auditsOf(trouble.unstored) > 1) return undefined;
        return { status: 500, body: '<Error><Code>InternalError</Code><Message>Try again</Message></Error>' };
      },
    });
    moto = await startMoto({ MOTO_PORT: String(proxy.port) });
    await fetch(`${moto.endpoint}/moto-api/config`, {
      method: 'POST',
      body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
    });
    organization = await seedMotoOrganization(moto.endpoint, { names: NAMES, closed: ['closed'], bucket: BUCKET });
    const environment = {
      AWS_ENDPOINT_URL: proxy.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AUDITOR_REPORT_BUCKET: BUCKET,
      AUDITOR_SOURCES: 'none',
      AUDITOR_REGIONS: 'us-east-1',
      AUDITOR_EXCLUDE_ACCOUNTS: '123456789012',
      AUDITOR_EXTERNAL_ID: 'moto',
      AUDITOR_LOG_LEVEL: 'ERROR',
      POWERTOOLS_METRICS_DISABLED: 'true',
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  }, 300_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    organization?.close();
    await moto?.close();
    await proxy?.close();
    rmSync(directory, { recursive: true });
  });

  /** The repository's definition, with what CloudFormation fills in, and without waits. */
  function definition(): string {
    return readFileSync('statemachine/audit-organization.asl.json', 'utf8')
      .replace(/\$\{(Audit|Organization)FunctionArn\}/g, (_, name: string) => functionArn(name.toLowerCase()))
      .replace(/"IntervalSeconds": \d+/g, '"IntervalSeconds": 1')
      .replace(/"BackoffRate": 2/g, '"BackoffRate": 1');
  }

  async function execute(name: string, its: Trouble = {}) {
    trouble = its;
    invocations = [];
    const machines = motoStateMachines(moto.endpoint, regions.pop() ?? '');
    const { status, output, cause } = await machines.run(await machines.create(`audit-${name}`, definition()), name);
    trouble = {};
    return {
      status,
      cause,
      summary: (output as { readonly summary?: RunAnswer } | null)?.summary,
      invoked: invocations,
    };
  }

  async function summaryOf(run: string): Promise<OrganizationSummary | undefined> {
    const runs = openOrganizationRuns(createS3Ledger(organization.session, BUCKET, 'organization'));
    const next = await runs.summaryBefore('a run that comes after');
    return next?.run === run ? next : undefined;
  }

  const held = async (): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries(
      await Promise.all(NAMES.map(async (name) => [name, await organization.findingsOf(name)] as const)),
    );

  let reference: Readonly<Record<string, readonly string[]>> = {};

  test('comes after a kill to what it comes to without one', { timeout: 600_000 }, async () => {
    // After nothing, after the listing, amidst the accounts.
    for (const answered of [0, 1, 5]) {
      const { status } = await execute(`killed-${answered}`, { invocations: answered });
      expect(status).toBe('FAILED');
    }
    const { status, cause, summary } = await execute('after-kills');
    expect(`${status} ${cause}`.trim()).toBe('SUCCEEDED');
    expect(summary?.standings).toEqual({ audited: AUDITED.length, partly: 0, notAudited: 1, skipped: 2 });
    reference = await held();
    for (const name of NAMES) {
      const own = reference[name] ?? [];
      expect(own.length > 0, name).toBe(AUDITED.includes(name));
      // Alike in accounts that a killed run had begun with and in those that none had.
      if (AUDITED.includes(name)) expect(own.map(ruleIn)).toEqual(reference['search']?.map(ruleIn));
      expect(own.every((finding) => finding.startsWith(`${idOf(name)} ecs-role-auditor/`))).toBe(true);
    }
  });

  test('says of each account what came of it, and retries the one that failed midway', {
    timeout: 600_000,
  }, async () => {
    const { status, summary, invoked } = await execute('whole', { unstored: 'flaky' });
    expect(status).toBe('SUCCEEDED');
    expect(await held()).toEqual(reference);
    expect(summary).toMatchObject({
      run: 'whole',
      standings: { audited: AUDITED.length, partly: 0, notAudited: 1, skipped: 2 },
      roles: AUDITED.length,
      report: expect.stringMatching(/^s3:\/\/audits\/reports\/organization\/\d{4}\/.*organization-whole\.html$/),
    });
    expect(JSON.stringify(summary).length).toBeLessThan(2_000);
    const audits = invoked.filter(({ name }) => name === 'audit').map(({ event }) => accountIn(event));
    expect(audits.filter((id) => id === idOf('flaky')).length).toBeGreaterThan(1);
    expect(new Set(audits)).toEqual(new Set([...AUDITED, 'roleless'].map(idOf)));

    const whole = await summaryOf('whole');
    const whys = Object.fromEntries(whole?.accounts.map(({ account, why }) => [account.name, why]) ?? []);
    expect(whys).toMatchObject({
      roleless: expect.stringContaining('may not be assumed'),
      closed: 'it is SUSPENDED',
      flaky: undefined,
    });
    expect(whole?.changes).toMatchObject({ since: expect.any(String), opened: 0, resolved: 0, noLongerAudited: [] });
    expect(whole?.accounts.find(({ account }) => account.name === 'lake')?.account.ou).toBe('Root/Apps');
  });
});

function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
}

function ruleIn(finding: string): string {
  return finding.split(' ')[1] ?? '';
}

function accountIn(event: unknown): string {
  return (event as { readonly detail: { readonly account: { readonly id: string } } }).detail.account.id;
}
