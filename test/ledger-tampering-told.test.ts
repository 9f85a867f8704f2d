import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { slackText } from '../src/report/slack/slack-text.ts';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';
import { accountWithKey, documentNamed, SIGNED } from './run-ledger/signed-nights.ts';
import { handlerEnvironment, runHandler } from './support/run-handler.ts';

test('the handler tells of tampering first, logs it as an error and counts it', { timeout: 120_000 }, async () => {
  const sandbox = await startSandbox({ account: accountWithKey().account, limits: false });
  try {
    const summary = await runHandler(sandbox, { environment: SIGNED });
    expect(summary).toMatchObject({ complete: true, incomplete: [] });
    const [key] = documentNamed(sandbox.state, '/evidence/');
    sandbox.state.objects.delete(key);

    const environment = handlerEnvironment(sandbox, { ...SIGNED, POWERTOOLS_METRICS_DISABLED: 'false' });
    const run = spawn(process.execPath, ['test/support/traced-run.ts', sandbox.account.accountId], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [run.stdout, run.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    expect(await once(run, 'close')).toEqual([0, null]);

    const lines = output.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as Readonly<Record<string, unknown>>];
      } catch {
        return [];
      }
    });
    expect(lines.filter(({ level }) => level === 'ERROR')).toMatchObject([
      { message: 'Somebody tampered with what this audit relies on', why: expect.stringContaining('it is gone') },
    ]);
    expect(lines.filter((line) => 'Tampering' in line)).toMatchObject([{ Tampering: 1 }]);
    const blocks = sandbox.state.slackMessages.at(-1)?.blocks ?? [];
    const told = slackText(blocks.slice(0, 1) as unknown as Parameters<typeof slackText>[0]);
    expect(told).toMatch(/^🚨 \*?Somebody tampered with what this audit relies on.*\/evidence\/.*it is gone/s);
    expect(sandbox.state.slackMessages.at(-1)?.text).toMatch(/^Tampering! ECS roles in account/);
  } finally {
    await sandbox.close();
  }
});
