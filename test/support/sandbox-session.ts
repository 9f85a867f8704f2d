import { onTestFinished } from 'vitest';
import { type AwsSession, openSession, type SessionOptions } from '../../src/aws/client/session.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';

export const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };

/** A sandbox and a session that speaks to it, both closed when the test ends. */
export async function sandboxSession(
  sandboxOptions: SandboxOptions = {},
  sessionOptions: SessionOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly session: AwsSession }> {
  const sandbox = await startSandbox(sandboxOptions);
  const session = await openSession({
    region: 'us-east-1',
    endpoint: sandbox.endpoint,
    credentials: CREDENTIALS,
    ...sessionOptions,
  });
  onTestFinished(async () => {
    session.close();
    await sandbox.close();
  });
  return { sandbox, session };
}
