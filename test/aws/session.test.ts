import { expect, test } from 'vitest';
import { openSession, type SessionOptions } from '../../src/aws/client/session.ts';

const IDENTITY = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } as const;
const HERE = { ...IDENTITY, endpoint: 'http://127.0.0.1:1' } as const;

/** Milliseconds that three calls at ten a second wait, and one wait of 100. */
async function waited(options: SessionOptions): Promise<number> {
  const session = await openSession(options);
  const start = performance.now();
  const limiter = session.rateLimiter({ burst: 1, perSecond: 10 });
  for (let call = 0; call < 3; call++) await limiter();
  await session.wait(100);
  session.close();
  return performance.now() - start;
}

test('a session keeps the rates of the services', async () => {
  // Timers may fire a little early.
  expect(await waited(HERE)).toBeGreaterThan(290);
});

test('beside a stand-in for AWS it can be told to keep none', async () => {
  expect(await waited({ ...HERE, rateLimited: false })).toBeLessThan(100);
});

test('a session that keeps no rates ends its calls all the same when the time is up', async () => {
  const session = await openSession({ ...HERE, rateLimited: false });
  await expect(session.rateLimiter({ burst: 1, perSecond: 1 })(AbortSignal.abort())).rejects.toThrow('aborted');
  session.close();
});

test('AWS itself is never asked without its rates', async () => {
  await expect(openSession({ ...IDENTITY, rateLimited: false })).rejects.toThrow('it has no endpoint of its own');
});

test('calls of one rate share its limiter in a Region, and have their own in another', async () => {
  const session = await openSession(HERE);
  const rate = { burst: 1, perSecond: 10 };
  expect(session.rateLimiter(rate, 'us-east-1')).toBe(session.rateLimiter(rate, 'us-east-1'));
  expect(session.rateLimiter(rate, 'us-east-1')).not.toBe(session.rateLimiter(rate, 'eu-west-1'));
  expect(session.rateLimiter(rate, 'us-east-1')).not.toBe(session.rateLimiter({ ...rate }, 'us-east-1'));
  session.close();
});
