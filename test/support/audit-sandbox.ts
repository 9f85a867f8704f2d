import { audit } from '../../src/audit.ts';
import type { AuditRequest } from '../../src/audit-request.ts';
import { readConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/parse-config-file.ts';
import { unlimited } from '../../src/deadline.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import type { Verdict } from '../../src/rightsize/verdict.ts';
import type { RunStart } from '../../src/run-ledger/open-run-marker.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { beginRun } from '../../src/stages/mark-run.ts';
import { silentProgress } from '../../src/wiring/logged-progress.ts';
import { openContext, type RunEnvironment } from '../../src/wiring/open-context.ts';

export interface SandboxRun extends Partial<RunEnvironment> {
  /** `AUDITOR_…` settings put over those of the sandbox, which reads the event history alone where neither these nor a file name sources. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly request?: Partial<AuditRequest>;
  /** How Lambda starts the run; as by hand where absent. */
  readonly start?: RunStart;
  /** The text of a configuration file, `auditor.yaml`. */
  readonly configFile?: string;
}

/** One audit of a sandbox through the real SDK clients, at the rates that it asks for; several may run side by side. The clock is the
 * sandbox's; log files are scanned in this thread, as starting others takes longer than the rest. */
export async function auditSandbox(sandbox: Sandbox, run: SandboxRun = {}): Promise<AuditResult> {
  const { settings, request, configFile, start, ...runEnvironment } = run;
  const clock = runEnvironment.clock ?? { now: () => sandbox.account.now };
  const file =
    configFile === undefined ? undefined : parseConfigFile(configFile, { name: 'auditor.yaml', now: clock.now() });
  const environment = {
    AUDITOR_SLACK_WEBHOOK_SECRET: 'ecs-role-auditor/slack-webhook',
    AUDITOR_REPORT_BUCKET: `ecs-role-auditor-${sandbox.account.accountId}`,
    ...(configFile?.includes('sources:') ? {} : { AUDITOR_SOURCES: 'lookup' }),
    ...settings,
  };
  const config = readConfig(environment, file);
  const context = await openContext(config, {
    ...unlimited(),
    progress: silentProgress,
    clock,
    threads: 1,
    aws: {
      region: 'us-east-1',
      endpoint: sandbox.endpoint,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
      // Where no rate holds, keeping one only waits.
      rateLimited: sandbox.limits,
    },
    ...runEnvironment,
  });
  try {
    const asked = { dryRun: false, ...request };
    return await audit(context, asked, await beginRun(context, asked, start));
  } finally {
    context.close();
  }
}

/** `ROLE-NAME ACTION` of every action with a verdict, sorted. */
export function actionsWith(verdict: Verdict, result: AuditResult): readonly string[] {
  return result.assessments
    .flatMap((assessment) =>
      assessment.actions
        .filter((action) => action.verdict === verdict)
        .map((action) => `${assessment.inUse.arn.split('/').at(-1)} ${action.action}`),
    )
    .sort();
}
