import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditSummary } from '../../src/report/audit-summary.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { handlerEnvironment } from './run-handler.ts';

/** What became of a run of the bundle in a process with little memory. */
export interface LimitedRun {
  /** Absent where the process died, or was stopped. */
  readonly summary?: AuditSummary;
  /** Why there is no summary: the process's own last words. */
  readonly death?: string;
  readonly seconds: number;
  /** The most memory that the process held at a time, in megabytes, whole and not only its heap. */
  readonly peakMb: number;
}

export interface LimitedRunOptions {
  /** The path of `audit.mjs`. */
  readonly bundle: string;
  /** Megabytes of the function. */
  readonly memoryMb: number;
  /** Milliseconds that the function may take; Lambda's 15 minutes where absent. */
  readonly timeout?: number;
  /** Put over the sandbox's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The share of the function's memory that Lambda's runtime gives to the old generation of the heap. */
const HEAP_SHARE = 0.9;
const SAMPLE_MS = 100;
/** Loading the bundle is not of the function's time: Lambda gives it ten seconds of its own. */
const INIT_MS = 10_000;

/** Runs the bundled handler once, as a process with the heap of a function of that size, against a sandbox. */
export async function limitedRun(sandbox: Sandbox, options: LimitedRunOptions): Promise<LimitedRun> {
  const { bundle, memoryMb, timeout = 900_000 } = options;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`,
      join(import.meta.dirname, 'run-bundle.ts'),
      bundle,
      String(timeout),
    ],
    {
      env: {
        ...handlerEnvironment(sandbox, options.environment),
        AWS_LAMBDA_FUNCTION_NAME: 'ecs-role-auditor',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  let errors = '';
  let peakMb = 0;
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const sample = () => (peakMb = Math.max(peakMb, residentPeakMb(child.pid)));
  const sampling = setInterval(sample, SAMPLE_MS);
  // What Lambda does when a function's time is over.
  const stopping = setTimeout(() => child.kill('SIGKILL'), timeout + INIT_MS);
  const ended = await new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? `exit status ${code}`));
  });
  clearInterval(sampling);
  clearTimeout(stopping);
  const answer = /^\{"answer":.*$/m.exec(output)?.[0];
  return {
    ...(answer === undefined
      ? { death: `${ended}: ${/^FATAL ERROR.*$|^\w*Error.*$/m.exec(errors)?.[0] ?? errors.slice(-500)}` }
      : { summary: (JSON.parse(answer) as { readonly answer: AuditSummary }).answer }),
    seconds: (performance.now() - started) / 1000,
    peakMb,
  };
}

/** What the kernel knows of a process; 0 once it has ended. */
function residentPeakMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
