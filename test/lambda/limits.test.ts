import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../scripts/bundle.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { addHostileRole, HOSTILE_KINDS, type HostileKind } from '../support/hostile-policies.ts';
import { type LimitedRun, limitedRun } from '../support/limited-run.ts';
import { smallAccount } from '../support/small-account.ts';

/** Megabytes: a small function, and the template's. */
const MEMORY = [512, 1769];

let directory: string;
let bundle: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'auditor-limits-'));
  bundle = await bundleHandler(directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Outcome extends LimitedRun {
  readonly messages: number;
  /** Findings in Security Hub, of the roles that are not hostile. */
  readonly published: number;
}

async function runOver(
  hostile: { readonly kind: HostileKind; readonly roles: number },
  limits: { readonly memoryMb: number; readonly timeout?: number },
): Promise<Outcome> {
  const { account } = smallAccount(Date.now());
  for (let index = 0; index < hostile.roles; index += 1) {
    addHostileRole(account, hostile.kind, { name: `hostile-${index}`, seed: index + 1 });
  }
  const sandbox = await startSandbox({ account, limits: false });
  try {
    const run = await limitedRun(sandbox, { bundle, ...limits });
    const findings = [...sandbox.state.findings.values()].flatMap((ofRegion) => [...ofRegion.values()]);
    return {
      ...run,
      messages: sandbox.state.slackMessages.length,
      published: findings.filter((finding) => !JSON.stringify(finding['Resources']).includes('hostile-')).length,
    };
  } finally {
    await sandbox.close();
  }
}

test.each(MEMORY)('an ordinary account is audited in a function of %i MB', async (memoryMb) => {
  const run = await runOver({ kind: 'mixed', roles: 0 }, { memoryMb });
  expect(run.death).toBeUndefined();
  expect(run.summary?.complete).toBe(true);
  expect(run.messages).toBe(1);
  expect(run.published).toBeGreaterThan(0);
  expect(run.peakMb).toBeLessThan(memoryMb);
});

test('a process that has too little memory dies, and the run says how', async () => {
  const run = await runOver({ kind: 'mixed', roles: 0 }, { memoryMb: 30 });
  expect(run.summary).toBeUndefined();
  expect(run.death).toMatch(/heap/);
});

describe("roles with policies at IAM's limits", () => {
  /** Every kind where memory is short; the kind that holds them all where it is as the template has it. */
  const runs = [...HOSTILE_KINDS.map((kind) => [kind, 512] as const), ['mixed', 1769] as const];

  test.each(runs)('of kind %s leave the others as they are in a function of %i MB', async (kind, memoryMb) => {
    const run = await runOver({ kind, roles: 1 }, { memoryMb });
    expect(run.death).toBeUndefined();
    expect(run.summary?.roles).toBe(3);
    expect(run.messages).toBe(1);
    expect(run.published).toBeGreaterThan(0);
    expect(run.peakMb).toBeLessThan(memoryMb);
    // Whatever was not judged is named.
    const named = run.summary?.incomplete.map(({ what }) => what) ?? [];
    expect(run.summary?.complete).toBe(named.length === 0);
    for (const what of named) expect(what).toContain('hostile-');
  });
});

test('many such roles and little time: what was judged is published, and people are told', {
  timeout: 60_000,
}, async () => {
  const run = await runOver({ kind: 'mixed', roles: 60 }, { memoryMb: 1769, timeout: 20_000 });
  expect(run.death).toBeUndefined();
  expect(run.seconds).toBeLessThan(20);
  expect(run.messages).toBe(1);
  expect(run.published).toBeGreaterThan(0);
  const named = run.summary?.incomplete.map(({ what }) => what) ?? [];
  expect(named).toContainEqual(expect.stringMatching(/^Verdicts on .*hostile-/));
  for (const what of named) expect(what).toContain('hostile-');
});
