import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCommandLine } from '../scripts/bundle.ts';
import { auditDocumentParts } from '../src/report/json/audit-document.ts';
import { packReport } from '../src/stored-report/pack-report.ts';
import { largeAudit } from '../test/report/large-audit.ts';
import { WORLD } from '../test/report/policy/changes.ts';
import { recommended } from '../test/rightsize/recommend/recommended.ts';
import { median, type Print } from './report.ts';

const RUNS = 5;
const [ROLES, ACTIONS] = [2_000, 600];

/** What a cold process of the bundled command line takes to answer from the stored report of a large account. */
export async function benchStoredReport(print: Print): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-stored-'));
  try {
    const cli = await bundleCommandLine(folder);
    const report = join(folder, 'report.json.gz');
    const { bytes, seconds } = await packed();
    await writeFile(report, bytes);
    print(`${ROLES} roles, ${(await stat(report)).size} bytes, compressed in ${seconds.toFixed(1)} s`);
    const role = largeAudit(ROLES, 1).assessments[1_207]?.inUse.arn ?? '';
    for (const [what, ...args] of [
      ['explain, granted', 'explain', role, 'service7:SomeOperationNumber79'],
      ['explain, not granted (loads the catalogue)', 'explain', role, 's3:GetObject'],
      ['policy', 'policy', role, '--as', 'diff'],
    ]) {
      const runs = Array.from({ length: RUNS }, () => coldRun([cli, ...args, '--from', report]));
      const megabytes = (median(runs.map(({ kilobytes }) => kilobytes)) / 1_000).toFixed(0);
      print(
        `${what}: ${median(runs.map((run) => run.seconds)).toFixed(2)} s, of a processor ${median(runs.map((run) => run.cpu)).toFixed(2)} s, peak ${megabytes} MB`,
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function packed() {
  const large = largeAudit(ROLES, ACTIONS);
  const change = recommended(WORLD);
  const recommendations = Object.fromEntries(large.assessments.map(({ inUse }) => [inUse.arn, change]));
  const result = { ...large, recommendations };
  const start = performance.now();
  const bytes = await packReport(auditDocumentParts(result), result);
  return { bytes, seconds: (performance.now() - start) / 1_000 };
}

/** Runs a program with GNU time, which alone sees the peak of another process. */
function coldRun(args: readonly string[]) {
  const run = spawnSync('/usr/bin/time', ['-f', 'TIME %e %U %S %M', process.execPath, ...args], { encoding: 'utf8' });
  const [, seconds, user, system, kilobytes] = /TIME (\S+) (\S+) (\S+) (\d+)/.exec(run.stderr) ?? [];
  if (kilobytes === undefined) throw new Error(`Cannot time ${args.join(' ')}: ${run.error?.message ?? run.stderr}`);
  return { seconds: Number(seconds), cpu: Number(user) + Number(system), kilobytes: Number(kilobytes) };
}
