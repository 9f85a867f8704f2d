import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../src/base/time.ts';
import type { AccountSize } from './audit-account.ts';
import type { NightCost, RunSays, StageCost } from './audit-run.ts';
import type { SandboxSays, SandboxTold, StageCalls } from './audit-sandbox.ts';
import { bundledProgram } from './bundled-program.ts';
import { HEAP_MB, numberAfter, type Print } from './report.ts';

const FULL: AccountSize = { revisions: 10_000, roles: 2_000, records: 1_000_000 };
/** `npm run bench -- audit --full` takes the full size and a tenth of it, else a tenth and a hundredth. */
const LARGE = process.argv.includes('--full') ? FULL : tenthOf(FULL);
const NOW = Date.UTC(2026, 10, 22, 3);
/** `--heap 600` gives the audit so many megabytes instead of what Lambda does. */
const AUDIT_HEAP_MB = numberAfter('--heap', HEAP_MB);

type Night = NightCost & { readonly asked: readonly StageCalls[] };

/**
 * Two nights of a synthetic account, by stage: the first with nothing remembered, the second with its ledger; and how each
 * stage of them grows from a tenth of the account. The audit is bundled as it is deployed. The account is served by a process of its
 * own without rates, and the audit keeps none.
 */
export async function benchAudit(print: Print): Promise<void> {
  print(`${cpus()[0]?.model ?? 'unknown processor'}, ${process.arch}, ${cpus().length} cores, Node ${process.version}`);
  const directory = await mkdtemp(join(tmpdir(), 'ecs-role-auditor-bench-'));
  const program = await bundledProgram('bench/audit-run.ts', directory, ['src/sources/trail/trail-worker.ts']);
  const small = await nightsOf(program, tenthOf(LARGE));
  const large = await nightsOf(program, LARGE);
  await rm(directory, { recursive: true });
  print(`${inWords(LARGE)}; beside them a tenth of each; a heap of ${AUDIT_HEAP_MB} MB at most`);
  for (const [index, title] of ['First night', 'Second night, with the ledger of the first'].entries()) {
    const [before, night] = [small[index], large[index]];
    if (before !== undefined && night !== undefined) printNight(print, title, before, night);
  }
}

function tenthOf({ revisions, roles, records }: AccountSize): AccountSize {
  return { revisions: revisions / 10, roles: roles / 10, records: records / 10 };
}

function inWords({ revisions, roles, records }: AccountSize): string {
  const [a, b, c] = [revisions, roles, records].map((count) => count.toLocaleString('en'));
  return `${a} task-definition revisions, ${b} roles, ${c} trail records`;
}

async function nightsOf(program: string, size: AccountSize): Promise<readonly Night[]> {
  const sandbox = start(join(import.meta.dirname, 'audit-sandbox.ts'), [], HEAP_MB);
  try {
    const endpoint = await told(sandbox, { size, now: NOW }, 'endpoint');
    const nights: Night[] = [];
    for (const now of [NOW - DAY_MS, NOW]) nights.push(await oneNight(sandbox, program, [endpoint, String(now)]));
    return nights;
  } finally {
    sandbox.kill();
  }
}

async function oneNight(sandbox: ChildProcess, program: string, args: readonly string[]): Promise<Night> {
  const run = start(program, args, AUDIT_HEAP_MB);
  let cost: NightCost | undefined;
  let last = 'it began';
  run.on('message', (says: RunSays) => {
    if ('night' in says) {
      cost = says.night;
      return;
    }
    last = says.stage;
    sandbox.send(says satisfies SandboxTold);
  });
  await once(run, 'exit');
  if (cost === undefined) throw new Error(`The audit of the synthetic account ended while ${last}`);
  return { ...cost, asked: await told(sandbox, { done: true }, 'stages') };
}

function start(script: string, args: readonly string[], heapMb: number): ChildProcess {
  return fork(script, args, { execArgv: [`--max-old-space-size=${heapMb}`] });
}

/** Tells the sandbox, and gives what it says to that. */
async function told<K extends 'endpoint' | 'stages'>(
  sandbox: ChildProcess,
  what: SandboxTold,
  answer: K,
): Promise<Extract<SandboxSays, Record<K, unknown>>[K]> {
  sandbox.send(what);
  const [says] = (await once(sandbox, 'message')) as [Extract<SandboxSays, Record<K, unknown>>];
  return says[answer];
}

function printNight(print: Print, title: string, before: Night, night: Night): void {
  print('');
  print(`${title}: ${night.actions.toLocaleString('en')} verdicts, ${night.findings.toLocaleString('en')} findings`);
  print(row(['stage', 'a tenth', 'whole', 'growth', 'at work', 'processor', 'sandbox', 'calls', 'peak so far']));
  for (const [index, cost] of night.stages.entries()) {
    print(stageRow(cost, before.stages[index], night.asked[index]));
  }
  const sum = (stages: readonly StageCost[]) => ({
    stage: 'all',
    seconds: total(stages.map(({ seconds }) => seconds)),
    busy: total(stages.map(({ busy }) => busy)),
    cpu: total(stages.map(({ cpu }) => cpu)),
    peak: Math.max(...stages.map(({ peak }) => peak)),
  });
  const asked = {
    stage: 'all',
    calls: total(night.asked.map(({ calls }) => calls)),
    busy: total(night.asked.map(({ busy }) => busy)),
  };
  print(stageRow(sum(night.stages), sum(before.stages), asked));
  for (const line of night.incomplete.slice(0, 5)) print(`incomplete: ${line}`);
}

function stageRow(cost: StageCost, before: StageCost | undefined, asked: StageCalls | undefined): string {
  return row([
    cost.stage,
    seconds(before?.seconds),
    seconds(cost.seconds),
    before === undefined ? '' : `× ${(cost.seconds / before.seconds).toFixed(1)}`,
    seconds(cost.busy),
    seconds(cost.cpu),
    seconds(asked?.busy),
    asked === undefined ? '' : asked.calls.toLocaleString('en'),
    `${Math.round(cost.peak / 1e6)} MB`,
  ]);
}

function row([stage = '', ...cells]: readonly string[]): string {
  return stage.padEnd(36) + cells.map((cell) => cell.padStart(12)).join('');
}

function seconds(value: number | undefined): string {
  return value === undefined ? '' : `${value.toFixed(2)} s`;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
