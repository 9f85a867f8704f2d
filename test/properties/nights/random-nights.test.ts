import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/base/time.ts';
import type { SlackMessage } from '../../../src/sandbox/sandbox-state.ts';
import { FIRST_NIGHT, nightAt, runNight, simulatedClock } from '../../nights/night.ts';
import { findingsIn, messageText } from '../../nights/outputs.ts';
import { type SandboxWorld, sandboxWorld } from '../../nights/sandbox-world.ts';
import {
  activeIn,
  expectLasting,
  expectMarks,
  type Findings,
  type HubModel,
  hubModel,
  isAccepted,
  look,
  UNBORN,
} from './hub-model.ts';
import {
  type Change,
  FORETOLD,
  type Look,
  NAMES,
  PLACES,
  type RandomException,
  type RandomNight,
  randomWeek,
} from './random-week.ts';

/** Where the configuration file is, beside the reports. */
const CONFIG = 'config/auditor.yaml';
const USES = NAMES.map((role) => ({
  role,
  eventSource: 'secretsmanager.amazonaws.com',
  eventName: 'GetSecretValue',
}));

const clock = simulatedClock();

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
    { numRuns: 8 },
  );
});

async function play(week: readonly RandomNight[], world: SandboxWorld): Promise<void> {
  const model = hubModel();
  await accept([], 1, model, world);
  for (const [place, night] of week.entries()) {
    const number = place + 1;
    clock.set(nightAt(number));
    for (const change of night.changes) await apply(change, model, world);
    if (night.exceptions !== undefined) await accept(night.exceptions, number, model, world);
    const before = await findingsIn(world.session);
    await run(night.look, world);
    const after = await findingsIn(world.session);
    look(model, night.look, world.accountId);

    expect(activeIn(after)).toEqual([...model.open.keys()].sort());
    expectLasting(before, after, model);
    expectMarks(before, after, model, number, night.look);
    for (const { Id = '' } of after) {
      if (night.look.kind === 'ledger unwritten' && !before.some((known) => known.Id === Id)) model.unkept.add(Id);
    }

    clock.set(nightAt(number) + HOUR_MS);
    await run(night.look, world);
    const again = await findingsIn(world.session);
    // Where it cannot be read what is there, it is sent again.
    const seen = (findings: Findings) => (night.look.kind === 'hub unread' ? findings.map(withoutTimes) : findings);
    expect(seen(again)).toEqual(seen(after));
    if (night.look.kind !== 'ledger unwritten') {
      expect(world.messages.slice(-1).map(saysNothingNew)).toEqual([true]);
    }
  }
  await expectNotified(week, model, world);
}

/** Lets something happen, to the world and in the model. */
async function apply(change: Change, model: HubModel, world: SandboxWorld): Promise<void> {
  if (change.kind === 'mark') {
    const findings = await findingsIn(world.session);
    const finding = findings[change.place % Math.max(1, findings.length)];
    if (finding?.Id === undefined) return;
    const { status } = change;
    const note = `Set to ${status} at ${Date.now()}`;
    await world.update(finding, { Workflow: { Status: status }, Note: { Text: note, UpdatedBy: 'somebody' } });
    model.marks.set(finding.Id, { status, note });
    return;
  }
  const { name } = change;
  const role = model.roles.get(name) ?? UNBORN;
  switch (change.kind) {
    case 'put': {
      const { trust, wide } = change;
      const resource = wide ? '*' : `arn:aws:secretsmanager:*:*:secret:${name}-*`;
      const grants = [{ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: resource }];
      await world.putRole({ name, trust, grants });
      model.roles.set(name, { ...role, iam: { roleId: world.roleIdOf(name) ?? '', trust, wide } });
      break;
    }
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

/** Writes the configuration file before a night. */
async function accept(
  exceptions: readonly RandomException[],
  night: number,
  model: HubModel,
  world: SandboxWorld,
): Promise<void> {
  model.exceptions = exceptions.map((exception) => ({ ...exception, until: night + exception.nights }));
  const text = {
    version: 1,
    exceptions: model.exceptions.map(({ name, rule, until }) => ({
      role: name,
      rule,
      until: new Date(nightAt(until) - (nightAt(until) % DAY_MS)).toISOString().slice(0, 10),
      reason: 'Nobody knows',
    })),
  };
  const file = { Bucket: world.bucket, Key: CONFIG, Body: JSON.stringify(text) };
  await world.session.client(S3Client).send(new PutObjectCommand(file));
}

async function run({ names, fault }: Look, world: SandboxWorld): Promise<void> {
  if (fault !== undefined) world.spoil(fault);
  const roles = names?.map((name) => `arn:aws:iam::${world.accountId}:role/${name}`);
  await runNight(world, roles && { roles }, { AUDITOR_CONFIG: `s3://${world.bucket}/${CONFIG}` });
  world.mend();
}

/** What a second import changes is left out. */
function withoutTimes(finding: AwsSecurityFinding): unknown {
  return { ...finding, UpdatedAt: undefined, ProcessedAt: undefined, LastObservedAt: undefined };
}

/** What the messages said, one by one, comes to what there is, where each could say what was new. */
async function expectNotified(week: readonly RandomNight[], model: HubModel, world: SandboxWorld): Promise<void> {
  if (week.some(({ look: { kind } }) => kind === 'ledger unwritten') || world.messages.some(isUnsure)) return;
  const last = week.length + 1;
  clock.set(nightAt(last));
  await run({ kind: 'whole' }, world);
  look(model, { kind: 'whole' }, world.accountId);
  const open = [...model.open]
    .filter(([id]) => !isAccepted(model, id, last))
    .map(([id, name]) => `${name} ${FORETOLD.findIndex((rule) => id.endsWith(`/${rule}`))}`);
  expect(openByMessages(world.messages)).toEqual(open.sort());
}

const SECTIONS = /^(New since|Not reported before|The first message|Worse than before|Resolved|Accepted)/;
/** Findings of the rules foretold, as messages name them, in the order of `FORETOLD`. */
const TITLES = [
  /does not exist, but/,
  /may be assumed by principals other than ECS tasks/,
  /may be assumed by ECS without a source condition/,
  /sensitive actions? on every resource/,
];

/**
 * The findings that are open for a reader of the messages alone: `ROLE PLACE`, with the place of the title in `TITLES`.
 * Once for every finding: a role that was made again has others of the same titles.
 */
function openByMessages(messages: readonly SlackMessage[]): readonly string[] {
  const open: string[] = [];
  for (const message of messages) {
    let section = '';
    for (const line of messageText(message).split('\n')) {
      section = SECTIONS.exec(line)?.[1] ?? (/Open \d|No open findings/.test(line) ? '' : section);
      const role = NAMES.find((name) => new RegExp(`\\b${name}\\b`).test(line));
      const place = TITLES.findIndex((title) => title.test(line));
      if (role === undefined || place < 0) continue;
      const title = `${role} ${place}`;
      if (['New since', 'Not reported before', 'The first message'].includes(section)) open.push(title);
      const gone = section === 'Resolved' || section === 'Accepted' ? open.indexOf(title) : -1;
      if (gone >= 0) open.splice(gone, 1);
    }
  }
  return open.sort();
}

/** True for a message that says that nothing changed, or that nothing is known of it. */
function saysNothingNew(message: SlackMessage): boolean {
  return isUnsure(message) || /: (nothing new|nothing was audited)\b/.test(messageText(message));
}

/** True for a message that cannot say what is new. */
function isUnsure(message: SlackMessage): boolean {
  return /: audited\b/.test(messageText(message));
}
