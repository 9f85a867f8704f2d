import { describe, expect, test } from 'vitest';
import type { AuditResult } from '../src/report/audit-result.ts';
import type { FaultKind } from '../src/sandbox/fault.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { SMALL_CHANNEL, smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const KINDS: readonly FaultKind[] = [
  'throttle',
  'serverError',
  'accessDenied',
  'reset',
  'truncated',
  'slow',
  'malformed',
];

/** Telling by a bot and by SNS, in place of the webhook. */
const BY_BOT_AND_TOPIC = {
  AUDITOR_SLACK_WEBHOOK_SECRET: '',
  AUDITOR_SLACK_TOKEN_PARAMETER: '/ecs-role-auditor/slack-token',
  AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL,
  AUDITOR_SNS_TOPIC: 'arn:aws:sns:eu-west-1:418295736412:audits',
};

async function withSandbox<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ account: smallAccount(NOW).account, limits: false });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

/** All that a run decided, without what may differ from run to run. */
function decided(result: AuditResult): unknown {
  return {
    verdicts: result.assessments.map(({ inUse, actions }) => [
      inUse.arn,
      actions.map((each) => [each.action, each.verdict]),
    ]),
    findings: result.findings.map((finding) => [finding.id, finding.severity]),
  };
}

const clean = await withSandbox(async (sandbox) => {
  const result = await auditSandbox(sandbox);
  // The second run meets findings of the first one, and asks the same otherwise.
  await auditSandbox(sandbox);
  // Role by role, where the bulk listing is refused.
  sandbox.injectFault({ service: 'iam', operation: 'GetAccountAuthorizationDetails', kind: 'accessDenied' });
  await auditSandbox(sandbox);
  await auditSandbox(sandbox, { settings: BY_BOT_AND_TOPIC });
  const operations = new Map(sandbox.calls.map((call) => [`${call.service} ${call.operation}`, call]));
  return { result, operations: [...operations.values()].map(({ service, operation }) => ({ service, operation })) };
});

const unusedWhenClean = new Set(actionsWith('unused', clean.result));

/** Without its identity a run is about no account; that one call may end it, with a message that names it. */
function mayEndTheRun({ service }: { readonly service: string }): boolean {
  return service === 'sts';
}

function isWrite({ operation }: { readonly operation: string }): boolean {
  return ['BatchImportFindings', 'PutObject', 'PostMessage', 'chat.postMessage', 'Publish'].includes(operation);
}

/** PutObject answers in headers alone, a webhook with a word that nobody reads: there is nothing that could be malformed. */
function answersWithoutBody({ operation }: { readonly operation: string }, kind: FaultKind): boolean {
  return ['PutObject', 'PostMessage'].includes(operation) && kind === 'malformed';
}

describe.concurrent.each(clean.operations)('when $service $operation fails', (operation) => {
  /** The per-role calls are made only where the bulk listing fails. */
  const bulkRefused =
    operation.service === 'iam' && operation.operation !== 'GetAccountAuthorizationDetails'
      ? [{ service: 'iam', operation: 'GetAccountAuthorizationDetails', kind: 'accessDenied' as const }]
      : [];

  const settings = ['slack-api', 'sns', 'ssm'].includes(operation.service) ? BY_BOT_AND_TOPIC : {};

  async function runWith(kind: FaultKind, times: number | undefined): Promise<AuditResult | Error> {
    return withSandbox(async (sandbox) => {
      for (const rule of bulkRefused) sandbox.injectFault(rule);
      sandbox.injectFault({ ...operation, kind, delayMs: 50, ...(times === undefined ? {} : { times }) });
      return auditSandbox(sandbox, { settings }).catch((error: unknown) => error as Error);
    });
  }

  test.concurrent.each(KINDS)(
    'for good with %s: the loss is named, and nothing becomes unused by it',
    { timeout: 300_000 },
    async (kind) => {
      const outcome = await runWith(kind, undefined);
      if (outcome instanceof Error) {
        expect(mayEndTheRun(operation)).toBe(true);
        expect(outcome.message).toContain(`${operation.service}:${operation.operation}`);
        return;
      }
      const wrong = actionsWith('unused', outcome).filter((action) => !unusedWhenClean.has(action));
      expect(wrong).toEqual([]);
      const same = JSON.stringify(decided(outcome)) === JSON.stringify(decided(clean.result));
      // A right answer, or the loss named. A faulty write changes no verdict and must be named all the same.
      if (kind !== 'slow') expect(outcome.incomplete.length > 0 || same).toBe(true);
      else expect(same).toBe(true);
      if (kind !== 'slow' && isWrite(operation) && !answersWithoutBody(operation, kind)) {
        expect(outcome.incomplete).not.toEqual([]);
      }
    },
  );

  test.concurrent.each(KINDS.filter((kind) => kind !== 'accessDenied'))(
    'once with %s: the run gets over it, or names the loss',
    { timeout: 300_000 },
    async (kind) => {
      const outcome = await runWith(kind, 1);
      if (outcome instanceof Error) throw outcome;
      const wrong = actionsWith('unused', outcome).filter((action) => !unusedWhenClean.has(action));
      expect(wrong).toEqual([]);
      const same = JSON.stringify(decided(outcome)) === JSON.stringify(decided(clean.result));
      expect(outcome.incomplete.length > 0 || same).toBe(true);
    },
  );
});
