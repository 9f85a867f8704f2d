import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import { type Change, type RandomNight, randomWeek } from './arbitrary-nights.ts';
import { findingsIn, updateFinding } from './hub.ts';
import {
  FORETOLD,
  foretold,
  isLookedAt,
  type Look,
  type ModelRole,
  NAMES,
  type Name,
  PLACES,
  storyRole,
  UNBORN,
} from './model.ts';
import { FIRST_NIGHT, nightAt } from './night-names.ts';
import { runNight } from './run-night.ts';
import { type SandboxWorld, sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';

const USES = NAMES.map((role) => ({
  role,
  eventSource: 'secretsmanager.amazonaws.com',
  eventName: 'GetSecretValue',
}));

const clock = simulatedClock(FIRST_NIGHT);

const { NUM_RUNS: runs = '10', SEED: seed } = process.env;

test('whatever happens over the nights, Security Hub holds what the last complete look at each role found', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(randomWeek, async (week) => {
      clock.set(FIRST_NIGHT);
      const world = await sandboxWorld(USES);
      try {
        await play(week, world);
      } finally {
        await world.close();
      }
    }),
    { numRuns: Number(runs), ...(seed !== undefined && { seed: Number(seed) }) },
  );
});

/** What the model knows besides the roles. */
interface Model {
  readonly roles: Map<Name, ModelRole>;
  /** Findings that should be ACTIVE, of the rules foretold, and the role that each is of. */
  readonly open: Map<string, Name>;
  /** The same as far as the ledger was told. */
  readonly kept: Map<string, Name>;
  /** Findings that were new when the ledger could not be told: only Security Hub knows since when they are. */
  readonly unkept: Set<string>;
  readonly marks: Map<string, { status: string; note: string }>;
}

async function play(week: readonly RandomNight[], world: SandboxWorld): Promise<void> {
  const model: Model = {
    roles: new Map(NAMES.map((name) => [name, UNBORN])),
    open: new Map(),
    kept: new Map(),
    unkept: new Set(),
    marks: new Map(),
  };
  let before: readonly AwsSecurityFinding[] = [];
  for (const [place, night] of week.entries()) {
    clock.set(nightAt(place + 1));
    for (const change of night.changes) await make(change, model, world);
    before = await findingsIn(world.session);
    await runLook(night.look, world);
    const after = await findingsIn(world.session);

    expect(active(after)).toEqual(expected(model, night.look, world.accountId));
    expectKept(before, after, model.unkept);
    if (night.look.kind === 'ledger lost') {
      for (const { Id = '' } of after) if (!before.some((finding) => finding.Id === Id)) model.unkept.add(Id);
    }
    expectMarks(model, before, after);

    clock.set(nightAt(place + 1) + HOUR_MS);
    await runLook(night.look, world);
    // Where what is there cannot be read, it is sent again.
    const again = await findingsIn(world.session);
    const sent = night.look.kind === 'hub unread';
    expect(sent ? again.map(unsent) : again).toEqual(sent ? after.map(unsent) : after);
  }
}

async function make(change: Change, model: Model, world: SandboxWorld): Promise<void> {
  if (change.kind === 'mark') {
    const findings = await findingsIn(world.session);
    const finding = findings[change.place % Math.max(1, findings.length)];
    if (finding?.Id === undefined) return;
    const note = `${change.status} ${Date.now()}`;
    await updateFinding(world.session, finding, {
      Workflow: { Status: change.status },
      Note: { Text: note, UpdatedBy: 'somebody' },
    });
    model.marks.set(finding.Id, { status: change.status, note });
    return;
  }
  const { name } = change;
  const role = model.roles.get(name) ?? UNBORN;
  switch (change.kind) {
    case 'put':
      await world.putRole(storyRole(name, change.trust, change.wide));
      model.roles.set(name, {
        ...role,
        iam: { roleId: world.roleIdOf(name) ?? '', trust: change.trust, wide: change.wide },
      });
      break;
    case 'remove':
      world.removeRole(name);
      model.roles.set(name, { ...role, iam: undefined });
      break;
    case 'deploy':
      await world.deploy(name, PLACES[name], name);
      model.roles.set(name, { ...role, deployed: true });
      break;
    case 'retire':
      await world.retire(name, PLACES[name]);
      model.roles.set(name, { ...role, deployed: false });
      break;
    default:
      change satisfies never;
  }
}

async function runLook(look: Look, world: SandboxWorld): Promise<void> {
  for (const fault of faultsOf(look)) world.spoil(fault);
  const arn = (name: Name) => `arn:aws:iam::${world.accountId}:role/${name}`;
  await runNight(world, look.kind === 'roles' ? { roles: look.names.map(arn) } : undefined);
  world.mend();
}

function faultsOf(look: Look): readonly FaultRule[] {
  const denied = (service: string, more: Partial<FaultRule> = {}): FaultRule => ({
    kind: 'accessDenied',
    service,
    ...more,
  });
  switch (look.kind) {
    case 'whole':
    case 'roles':
      return [];
    case 'region lost':
      return [denied('ecs', { region: look.region })];
    case 'iam denied':
      return [denied('iam')];
    case 'use unread':
      return [denied('cloudtrail')];
    case 'ledger lost':
      return [denied('s3')];
    case 'hub unread':
      return [denied('securityhub', { operation: 'GetFindings' })];
    case 'hub unwritten':
      return [denied('securityhub', { operation: 'BatchImportFindings' })];
    case 'hub out':
      return [denied('securityhub')];
    default:
      return look satisfies never;
  }
}

/** Ids of the findings that are ACTIVE after a run. */
function expected(model: Model, look: Look, accountId: string): readonly string[] {
  const { open, kept } = model;
  const readable = look.kind !== 'hub unread' && look.kind !== 'hub out';
  const writable = look.kind !== 'hub unwritten' && look.kind !== 'hub out';
  const remembered = readable ? [...open] : [...kept];
  for (const [name, role] of model.roles) {
    if (!isLookedAt(name, role, look)) continue;
    const found = foretold(role, `arn:aws:iam::${accountId}:role/${name}`).map(
      (id) => `ecs-role-auditor/aws/${accountId}/${id}`,
    );
    const gone = remembered.filter(([id, of]) => of === name && !found.includes(id));
    for (const memory of [...(writable ? [open] : []), ...(look.kind === 'ledger lost' ? [] : [kept])]) {
      for (const [id] of gone) memory.delete(id);
      for (const id of found) memory.set(id, name);
    }
  }
  return [...open.keys()].sort();
}

function active(findings: readonly AwsSecurityFinding[]): readonly string[] {
  return findings
    .filter(({ RecordState, Id = '' }) => RecordState === 'ACTIVE' && FORETOLD.some((rule) => Id.endsWith(`/${rule}`)))
    .map(({ Id = '' }) => Id)
    .sort();
}

/** An id stays that of one role and rule, none is lost, and dates of the beginning do not move. */
function expectKept(
  before: readonly AwsSecurityFinding[],
  after: readonly AwsSecurityFinding[],
  unkept: ReadonlySet<string>,
): void {
  const lasting = ({ Id = '', GeneratorId, CreatedAt, FirstObservedAt, Resources }: AwsSecurityFinding) => ({
    Id,
    GeneratorId,
    CreatedAt,
    FirstObservedAt: unkept.has(Id) ? 'whenever' : FirstObservedAt,
    role: Resources?.[0]?.Id,
  });
  const ids = after.map(({ Id }) => Id);
  expect(new Set(ids).size).toBe(ids.length);
  const known = after.filter(({ Id }) => before.some((finding) => finding.Id === Id));
  expect(known.map(lasting)).toEqual(before.map(lasting));
}

/** What people set stays, but for what Security Hub itself makes new when a finding comes back from the archive. */
function expectMarks(model: Model, before: readonly AwsSecurityFinding[], after: readonly AwsSecurityFinding[]): void {
  for (const finding of after) {
    const mark = model.marks.get(finding.Id ?? '');
    const was = before.find(({ Id }) => Id === finding.Id);
    const back = was?.RecordState === 'ARCHIVED' && finding.RecordState === 'ACTIVE';
    if (mark !== undefined && back && (mark.status === 'NOTIFIED' || mark.status === 'RESOLVED')) mark.status = 'NEW';
    expect({ status: finding.Workflow?.Status, note: finding.Note?.Text }).toEqual({
      status: mark?.status ?? 'NEW',
      note: mark?.note,
    });
  }
}

function unsent(finding: AwsSecurityFinding): unknown {
  return { ...finding, UpdatedAt: undefined, ProcessedAt: undefined, LastObservedAt: undefined };
}
