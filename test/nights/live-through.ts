import { DAY_MS } from '../../src/base/time.ts';
import type { Change, RandomException } from './arbitrary-nights.ts';
import { findingsIn, updateFinding } from './hub.ts';
import type { HubModel } from './hub-model.ts';
import { PLACES, storyRole, UNBORN } from './model.ts';
import { nightAt } from './night-names.ts';
import { writeObject } from './reports.ts';
import type { SandboxWorld } from './sandbox-world.ts';

/** Where the configuration file is, beside the reports. */
export const CONFIG = 'config/auditor.yaml';

/** Lets something happen, to the world and in the model. */
export async function liveThrough(change: Change, model: HubModel, world: SandboxWorld): Promise<void> {
  if (change.kind === 'mark') {
    const findings = await findingsIn(world.session);
    const finding = findings[change.place % Math.max(1, findings.length)];
    if (finding?.Id === undefined) return;
    const note = `Set to ${change.status} at ${Date.now()}`;
    const { status } = change;
    await updateFinding(world.session, finding, {
      Workflow: { Status: status },
      Note: { Text: note, UpdatedBy: 'somebody' },
    });
    model.marks.set(finding.Id, { status, note });
    return;
  }
  const { name } = change;
  const role = model.roles.get(name) ?? UNBORN;
  switch (change.kind) {
    case 'put': {
      const { trust, wide } = change;
      await world.putRole(storyRole(name, trust, wide));
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
export async function accept(
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
  await writeObject(world.session, world.bucket, CONFIG, JSON.stringify(text));
}
