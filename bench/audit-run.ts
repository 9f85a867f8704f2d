/**
 * One night's audit of the synthetic account, in a process of its own: `audit-run.ts ENDPOINT TIME`. Sends each stage as it
 * begins, and at the end what each took.
 */
import { performance } from 'node:perf_hooks';
import { audit } from '../src/audit.ts';
import { readConfig } from '../src/config/config.ts';
import { unlimited } from '../src/deadline.ts';
import { openContext } from '../src/wiring/open-context.ts';
import { REPORT_BUCKET, TRAIL_BUCKET, WEBHOOK_SECRET } from './audit-names.ts';

/** What a stage took. Seconds, and bytes. */
export interface StageCost {
  readonly stage: string;
  readonly seconds: number;
  /** In which the main thread was at work; in the rest it waited for the sandbox, or for threads that scan. */
  readonly busy: number;
  /** Of a processor, threads included: on a busy machine the others say little. */
  readonly cpu: number;
  /** The most memory that the process had held by the end of it. */
  readonly peak: number;
}

export interface NightCost {
  readonly stages: readonly StageCost[];
  readonly findings: number;
  readonly actions: number;
  readonly incomplete: readonly string[];
}

export type RunSays = { readonly stage: string } | { readonly night: NightCost };

const [endpoint = '', time = ''] = process.argv.slice(2);
const stages: StageCost[] = [];
let current:
  | { readonly stage: string; readonly at: number; readonly cpu: number; readonly load: ReturnType<typeof load> }
  | undefined;

begin('connecting');
const context = await openContext(
  readConfig({
    AUDITOR_SOURCES: 'trail,last-accessed',
    AUDITOR_TRAIL_URI: `s3://${TRAIL_BUCKET}`,
    AUDITOR_REPORT_BUCKET: REPORT_BUCKET,
    AUDITOR_SLACK_WEBHOOK_SECRET: WEBHOOK_SECRET,
  }),
  {
    ...unlimited(),
    progress: { stage: begin, advance: () => undefined },
    clock: { now: () => Number(time) },
    aws: {
      region: 'us-east-1',
      endpoint,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
      rateLimited: false,
    },
  },
);
const result = await audit(context, { dryRun: false });
context.close();
end();
say({
  night: {
    stages,
    findings: result.findings.length,
    actions: result.assessments.reduce((sum, { actions }) => sum + actions.length, 0),
    incomplete: result.incomplete.map(({ what, why }) => `${what}: ${why}`),
  },
});
process.disconnect?.();

function begin(stage: string): void {
  end();
  say({ stage });
  current = { stage, at: performance.now(), cpu: cpuSeconds(), load: load() };
}

function end(): void {
  if (current === undefined) return;
  stages.push({
    stage: current.stage,
    seconds: (performance.now() - current.at) / 1000,
    busy: performance.eventLoopUtilization(load(), current.load).active / 1000,
    cpu: cpuSeconds() - current.cpu,
    peak: process.resourceUsage().maxRSS * 1024,
  });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function load() {
  return performance.eventLoopUtilization();
}

function say(what: RunSays): void {
  process.send?.(what);
}
