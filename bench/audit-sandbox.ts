/**
 * The synthetic account behind the sandbox, in a process of its own. Started by `fork`: told a size and a time, it answers
 * with its address; told of a stage, it counts from there; told `done`, it says how many calls each stage took, and how long they kept it busy.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';
import { type AccountSize, benchAccount, corpusOf } from './audit-account.ts';
import { TRAIL_BUCKET } from './audit-names.ts';
import { trailCorpus } from './trail-corpus.ts';

/** What one stage asked of the sandbox. */
export interface StageCalls {
  readonly stage: string;
  readonly calls: number;
  /** Seconds in which the sandbox was at work. */
  readonly busy: number;
}

export type SandboxTold =
  | { readonly size: AccountSize; readonly now: number }
  | { readonly stage: string }
  | { readonly done: true };
export type SandboxSays = { readonly endpoint: string } | { readonly stages: readonly StageCalls[] };

let calls = 0;
let begun: { readonly stage: string; readonly calls: number; readonly load: ReturnType<typeof load> } | undefined;
let stages: StageCalls[] = [];

process.on('message', async (told: SandboxTold) => {
  if ('size' in told) say({ endpoint: await serve(told.size, told.now) });
  else if ('stage' in told) begin(told.stage);
  else {
    begin(undefined);
    say({ stages });
    stages = [];
  }
});

async function serve(size: AccountSize, now: number): Promise<string> {
  const root = await trailCorpus(corpusOf(size, now));
  const account = benchAccount(size, now);
  const onCall = (): void => {
    calls += 1;
  };
  const sandbox = await startSandbox({ account, now, limits: false, onCall });
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.gz')) continue;
    const key = relative('.', path);
    const object = { body: readFileSync(join(root, path)), etag: `"${key}"`, lastModified: now, headers: {} };
    sandbox.state.objects.set(`${TRAIL_BUCKET}/${key}`, object);
  }
  return sandbox.endpoint;
}

function begin(stage: string | undefined): void {
  if (begun !== undefined) {
    const busy = performance.eventLoopUtilization(load(), begun.load).active / 1000;
    stages.push({ stage: begun.stage, calls: calls - begun.calls, busy });
  }
  begun = stage === undefined ? undefined : { stage, calls, load: load() };
}

function load() {
  return performance.eventLoopUtilization();
}

function say(what: SandboxSays): void {
  process.send?.(what);
}
