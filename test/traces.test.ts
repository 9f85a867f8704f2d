import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';
import { handlerEnvironment } from './support/run-handler.ts';
import { smallAccount } from './support/small-account.ts';

test('no trace tells the address of the Slack webhook, which whoever has it may write to', async () => {
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  const daemon = createSocket('udp4');
  const packets: string[] = [];
  daemon.on('message', (packet) => packets.push(packet.toString()));
  daemon.bind(0, '127.0.0.1');
  await once(daemon, 'listening');
  try {
    const environment = {
      ...handlerEnvironment(sandbox),
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: '/var/task',
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
      _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    };
    const run = spawn(process.execPath, ['test/support/traced-run.ts', sandbox.account.accountId], {
      env: environment,
      stdio: 'ignore',
    });
    const [status] = (await once(run, 'exit')) as [number];
    expect(status).toBe(0);
    expect(sandbox.state.slackMessages.length).toBeGreaterThan(0);
    expect(packets.length).toBeGreaterThan(0);
    expect(packets.join('\n')).not.toContain('/services/T0SANDBOX');
  } finally {
    daemon.close();
    await sandbox.close();
  }
});
