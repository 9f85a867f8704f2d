import { DAY_MS, day, HOUR_MS } from '../../src/base/time.ts';
import { ACCEPT_TAG } from '../../src/findings/exceptions/tagged-exceptions.ts';
import { arnOfPolicy, type TruthRecord } from '../truth/record.ts';
import type { TruthPolicy } from '../truth/role-policies.ts';
import { changeRecords, policyGivenRecord, roleChangeRecord } from '../truth/starting-records.ts';
import { drawRole, type TruthRole } from '../truth/truth-account.ts';
import { type AccountState, names } from './account-state.ts';
import { addFamily, startedAt } from './add-family.ts';

/** Something that people do to an account at a time; returns what CloudTrail records of it. */
type Change = (state: AccountState, at: number) => readonly TruthRecord[];

const FEWEST_FAMILIES = 6;
const MOST_FAMILIES = 12;

/** How likely each change is on one day. */
const CHANGES: readonly (readonly [chance: number, change: Change])[] = [
  [0.08, registerFamily],
  [0.05, deregisterFamily],
  [0.08, deploy],
  [0.08, grantMore],
  [0.05, takeAway],
  [0.03, makeAgain],
  [0.01, deleteRole],
  [0.2, bringBack],
  [0.05, tag],
  [0.03, stopTrail],
];

/** Draws what people do on one day, and does it. */
export function changeAccount(state: AccountState, at: number): readonly TruthRecord[] {
  return CHANGES.flatMap(([chance, change]) => (state.random.chance(chance) ? change(state, at) : []));
}

function registerFamily(state: AccountState, at: number): readonly TruthRecord[] {
  return state.families.length < MOST_FAMILIES ? addFamily(state, at) : [];
}

/** The roles go as well, now and then, where no other family names them. */
function deregisterFamily(state: AccountState, at: number): readonly TruthRecord[] {
  const { families, random, drafts } = state;
  if (families.length <= FEWEST_FAMILIES) return [];
  const gone = random.pick(families);
  state.families = families.filter((family) => family !== gone);
  const orphans = [...drafts.keys()].filter(
    (role) => names(gone, role) && !state.families.some((one) => names(one, role)),
  );
  if (random.chance(0.4)) return [];
  for (const role of orphans) drafts.delete(role);
  return orphans.flatMap((role) => withoutRole(state, role, at));
}

/** A new revision that does the same; its tasks take over. */
function deploy(state: AccountState, at: number): readonly TruthRecord[] {
  const { random } = state;
  const chosen = random.pick(state.families);
  const workload = startedAt(
    { ...chosen.workload, revision: chosen.workload.revision + 1 },
    at + HOUR_MS,
    random.hex(32),
  );
  state.families = state.families.map((family) => (family === chosen ? { ...family, workload } : family));
  return [];
}

function grantMore(state: AccountState, at: number): readonly TruthRecord[] {
  const { random, model } = state;
  const role = someRole(state);
  if (role === undefined) return [];
  const Action = random
    .some(model.catalog.services(), 2)
    .map((service) => `${service}:${random.pick(['*', 'Get*', 'Delete*'])}`);
  const policy: TruthPolicy = {
    kind: random.pick(['inline', 'managed']),
    name: `more-${random.hex(6)}`,
    statements: [{ Effect: 'Allow', Action, Resource: '*' }],
    since: at,
  };
  state.roles.set(role.name, { ...role, policies: [...role.policies, policy] });
  return [policyGivenRecord(role.name, policy, at, random)];
}

function takeAway(state: AccountState, at: number): readonly TruthRecord[] {
  const { random } = state;
  const role = someRole(state);
  if (role === undefined || role.policies.length < 2) return [];
  const { kind, name } = random.pick(role.policies);
  state.roles.set(role.name, { ...role, policies: role.policies.filter((policy) => policy.name !== name) });
  const change =
    kind === 'inline'
      ? { eventName: 'DeleteRolePolicy', parameters: { policyName: name } }
      : { eventName: 'DetachRolePolicy', parameters: { policyArn: arnOfPolicy(kind, name) } };
  return [roleChangeRecord(role.name, at, change, random)];
}

/** Deletes a role and makes another one under its name. */
function makeAgain(state: AccountState, at: number): readonly TruthRecord[] {
  const role = someRole(state);
  if (role === undefined) return [];
  return [...withoutRole(state, role.name, at), ...madeAnew(state, role.name, at + 1000)];
}

/** Families go on naming a role that is not there. */
function deleteRole(state: AccountState, at: number): readonly TruthRecord[] {
  const role = someRole(state);
  return role === undefined ? [] : withoutRole(state, role.name, at);
}

function bringBack(state: AccountState, at: number): readonly TruthRecord[] {
  const missing = [...state.drafts.keys()].find((name) => !state.roles.has(name));
  return missing === undefined ? [] : madeAnew(state, missing, at);
}

/** Accepts a rule's finding for a while, or takes that back. */
function tag(state: AccountState, at: number): readonly TruthRecord[] {
  const { random, tags } = state;
  const role = someRole(state);
  if (role === undefined) return [];
  const rule = random.pick(['unused-permissions', 'wildcard-service', 'trust-without-source-condition']);
  const until = day(at + (5 + random.int(60)) * DAY_MS);
  if (tags.has(role.name)) tags.delete(role.name);
  else tags.set(role.name, { [ACCEPT_TAG]: `until=${until} rule=${rule} known to the team` });
  return [];
}

/** Stops the trail for a while; one gap is known at a time, so that the one before must be out of every source's reach. */
function stopTrail(state: AccountState, at: number): readonly TruthRecord[] {
  const { trail, random } = state;
  if (trail === undefined || (trail.gap !== undefined && trail.gap.to > at - 100 * DAY_MS)) return [];
  state.trail = {
    ...trail,
    startedAt: trail.gap?.to ?? trail.startedAt,
    gap: { from: at, to: at + (1 + random.int(96)) * HOUR_MS },
  };
  return [];
}

function someRole({ roles, random }: AccountState): TruthRole | undefined {
  return roles.size === 0 ? undefined : random.pick([...roles.values()]);
}

function withoutRole({ roles, tags, random }: AccountState, name: string, at: number): readonly TruthRecord[] {
  if (!roles.delete(name)) return [];
  tags.delete(name);
  return [roleChangeRecord(name, at, { eventName: 'DeleteRole' }, random)];
}

function madeAnew({ roles, drafts, model, random }: AccountState, name: string, at: number): readonly TruthRecord[] {
  const draft = drafts.get(name);
  if (draft === undefined) return [];
  const drawn = drawRole(draft, { now: at, createdAt: at, model, random });
  const role = { ...drawn, policies: drawn.policies.map(({ since: _, ...policy }) => policy) };
  roles.set(name, role);
  return changeRecords(role, at + 1, random);
}
