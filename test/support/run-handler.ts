import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { invokeHandler } from '../../src/cli/demo-lambda.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import type { AuditSummary } from '../../src/report/audit-summary.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';

const nightly = JSON.parse(readFileSync('events/nightly.json', 'utf8')) as { detail: unknown };

export interface RunOptions {
  /** Put over the sandbox's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The id of the event; a new one where absent. */
  readonly eventId?: string;
  /** Put in place of the nightly event's detail. */
  readonly detail?: unknown;
}

/** What the sandbox's function is given: its log is switched down to errors. */
export function handlerEnvironment(sandbox: Sandbox, over: RunOptions['environment'] = {}): Record<string, string> {
  return {
    ...sandboxEnvironment(sandbox, process.env),
    AUDITOR_LOG_LEVEL: 'ERROR',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ...over,
  };
}

/** Runs the Lambda handler, unmodified, against a sandbox, in this process. */
export function runHandler(sandbox: Sandbox, options: RunOptions = {}): Promise<AuditSummary> {
  const environment = handlerEnvironment(sandbox, options.environment);
  // An event of its own, unless one is given: what was delivered before is not done again.
  const own = { ...nightly, id: options.eventId ?? randomUUID() };
  const event = options.detail === undefined ? own : { ...own, detail: options.detail };
  return invokeHandler(event, environment, sandbox.account.accountId);
}
