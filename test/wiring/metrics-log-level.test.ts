import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { handlerEnvironment } from '../support/run-handler.ts';
import { smallAccount } from '../support/small-account.ts';

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/** The lines that Lambda does not drop at its log level. One without a level, or without a time, is INFO ("Log-level filtering"). */
function passing(lines: readonly string[], level: string): readonly Record<string, unknown>[] {
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => {
      const timed = !Number.isNaN(Date.parse(String(line['timestamp'])));
      const its = timed ? LEVELS.indexOf(String(line['level'])) : -1;
      return (its === -1 ? LEVELS.indexOf('INFO') : its) >= LEVELS.indexOf(level);
    });
}

test.each(LEVELS)('at the log level %s Lambda lets the metrics through that alarms go by', async (level) => {
  const sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  onTestFinished(() => sandbox.close());
  const env = handlerEnvironment(sandbox, {
    AWS_LAMBDA_LOG_LEVEL: level,
    AUDITOR_SOURCES: 'none',
    POWERTOOLS_METRICS_DISABLED: 'false',
  });
  // A process of its own: metrics read the environment as the handler is loaded.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['test/support/run-bundle.ts', 'handlers/audit.ts', '900000'],
    { env },
  );
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"'));
  const metrics = passing(lines, level).filter((line) => '_aws' in line);
  expect(metrics.filter((line) => line['AuditsFinished'] === 1)).toHaveLength(1);
});
