import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../scripts/bundle.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import type { AuditSummary } from '../../src/report/audit-summary.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Answer, type RuntimeApi, startRuntimeApi } from '../support/runtime-api.ts';

const RIC = resolve('.ric/node_modules/aws-lambda-ric/index.mjs');
const installed = existsSync(RIC) && existsSync(resolve(RIC, '../rapid-client.node'));
if (!installed) console.log('skipped: aws-lambda-ric is not installed; scripts/install-lambda-ric.sh installs it');

const nightly: unknown = JSON.parse(readFileSync('events/nightly.json', 'utf8'));

function summaryOf(answer: Answer): AuditSummary {
  if ('error' in answer) throw new Error(`The function failed: ${JSON.stringify(answer.error)}`);
  return answer.response as AuditSummary;
}

describe.skipIf(!installed)("the bundled handler under AWS's Lambda runtime interface client", () => {
  let sandbox: Sandbox;
  let api: RuntimeApi;
  let directory: string;
  let output = '';
  let stop: () => void;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'auditor-bundle-'));
    await bundleHandler(directory);
    sandbox = await startSandbox({ limits: false });
    api = await startRuntimeApi();
    const runtime = spawn(process.execPath, [RIC, 'audit.handler'], {
      cwd: directory,
      env: {
        ...sandboxEnvironment(sandbox, process.env),
        AUDITOR_SLACK_WEBHOOK_SECRET: '',
        AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token',
        AUDITOR_SLACK_CHANNEL: sandbox.account.slackChannels[0]?.id,
        AUDITOR_SNS_TOPIC: sandbox.account.topics[0],
        AWS_LAMBDA_RUNTIME_API: api.address,
        AWS_LAMBDA_FUNCTION_NAME: 'ecs-role-auditor',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
        AWS_LAMBDA_LOG_FORMAT: 'JSON',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/ecs-role-auditor',
        AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/22/[$LATEST]0123456789abcdef',
        LAMBDA_TASK_ROOT: directory,
        _HANDLER: 'audit.handler',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    runtime.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    runtime.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    stop = () => runtime.kill('SIGKILL');
  });

  afterAll(async () => {
    stop();
    await api.close();
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  test('answers the nightly event, cold and warm, and with little time left', { timeout: 120_000 }, async () => {
    const cold = summaryOf(await api.invoke({ event: nightly, timeout: 900_000 }));
    expect(api.initErrors).toEqual([]);
    expect(cold.roles).toBeGreaterThan(10);
    expect(cold.opened).toBeGreaterThan(0);
    expect(cold.complete).toBe(true);

    // The same event again would be recognised.
    const next = { ...(nightly as object), id: 'b2c3d4e5-0000-4000-8000-000000000002' };
    const warm = summaryOf(await api.invoke({ event: next, timeout: 900_000 }));
    expect(warm).toMatchObject({ roles: cold.roles, findings: cold.findings, opened: 0, resolved: 0 });

    // With what it remembers, a run in a hurry may well be complete.
    sandbox.state.objects.clear();
    sandbox.injectFault({ service: 'cloudtrail', kind: 'slow', delayMs: 12_000 });
    const started = Date.now();
    const hurried = summaryOf(await api.invoke({ event: nightly, timeout: 15_000 }));
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(hurried.complete).toBe(false);
    expect(hurried.verdicts.unused).toBe(0);
    expect(hurried.incomplete.map((one) => one.what).join('\n')).toMatch(/CloudTrail/);
    sandbox.clearFaults();
  });

  test('answers a malformed event with what is wrong, and asks AWS nothing but to tell people', async () => {
    const before = sandbox.calls.length;
    const answer = await api.invoke({ event: { ...(nightly as object), detail: { regions: 'all' } }, timeout: 60_000 });
    // Not an error: Lambda would try that again, and dead-letter it.
    expect(answer).toEqual({
      response: { errorType: 'EventError', errorMessage: expect.stringContaining('detail.regions') },
    });
    const calls = sandbox.calls.slice(before).map(({ operation }) => operation);
    expect(calls.sort()).toEqual(['GetSecretValue', 'Publish', 'chat.postMessage']);
    expect(JSON.stringify(sandbox.state.slackMessages.at(-1))).toContain('/aws/lambda/ecs-role-auditor');
    expect(sandbox.state.topicMessages.at(-1)?.message).toContain('detail.regions');
  });

  test('logs JSON lines, counts the audit as a metric, and never logs the token', () => {
    expect(output).toContain('"AuditsFinished"');
    expect(output).toContain('Audit finished');
    expect(output).not.toMatch(/xoxb-/);
  });
});
