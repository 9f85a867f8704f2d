import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../../src/aws/client/session.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { loggedCalls } from '../../src/wiring/logged-calls.ts';
import { smallAccount } from '../support/small-account.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
});
afterAll(() => sandbox.close());

function loggerAt(level: string) {
  const lines: (readonly [string, unknown])[] = [];
  const debug = (message: string, details: unknown) => void lines.push([message, details]);
  return { lines, logger: { getLevelName: () => level, debug } };
}

async function call(aws: ReturnType<typeof loggedCalls>['aws']): Promise<void> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const session = await openSession({ region: 'us-east-1', endpoint: sandbox.endpoint, credentials, ...aws });
  await session.client(ECSClient).send(new ListClustersCommand({}));
  await session.client(ECSClient, 'eu-west-1').send(new ListClustersCommand({}));
  await session.client(ECSClient).send(new ListClustersCommand({}));
  const secrets = session.client(SecretsManagerClient);
  await secrets.send(new GetSecretValueCommand({ SecretId: 'ecs-role-auditor/slack-token' }));
  await secrets.send(new GetSecretValueCommand({ SecretId: 'nowhere' })).catch(() => undefined);
  session.close();
}

test('at DEBUG the calls of a run are told by operation and Region, with retries and failures, and nothing of what they hold', async () => {
  const { lines, logger } = loggerAt('DEBUG');
  const calls = loggedCalls(logger);
  sandbox.injectFault({ service: 'ecs', kind: 'throttle', times: 1 });
  await call(calls.aws);
  sandbox.clearFaults();
  calls.log();
  expect(lines).toEqual([
    [
      'AWS calls',
      {
        calls: {
          'ECS.ListClusters us-east-1': { calls: 2, retries: 1, failed: 0, waitedMs: expect.any(Number) },
          'SecretsManager.GetSecretValue us-east-1': { calls: 2, retries: 0, failed: 1, waitedMs: 0 },
          'ECS.ListClusters eu-west-1': { calls: 1, retries: 0, failed: 0, waitedMs: 0 },
        },
      },
    ],
  ]);
});

test('above DEBUG nothing is counted', async () => {
  const { lines, logger } = loggerAt('INFO');
  const calls = loggedCalls(logger);
  expect(calls.aws).toEqual({});
  await call(calls.aws);
  calls.log();
  expect(lines).toEqual([]);
});
