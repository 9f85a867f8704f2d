import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { type Draft, type Drawing, drawWorkload } from '../truth/draw-workload.ts';
import type { TruthRecord } from '../truth/record.ts';
import { drawPolicies, type PolicyStyle } from '../truth/role-policies.ts';
import { changeRecords, policyGivenRecord } from '../truth/starting-records.ts';
import { drawRole } from '../truth/truth-account.ts';
import type { Workload } from '../truth/workload.ts';
import type { AccountState } from './account-state.ts';

/** Milliseconds that a task of an idle family runs: it is started by hand, and ends. */
const BY_HAND_MS = 6 * HOUR_MS;
/** Roles that may do almost everything take the longest to judge: one in so many of them stays. */
const EVERYTHING: ReadonlySet<string> = new Set<PolicyStyle>(['administrator', 'notAction']);
const FEW = 0.2;
const OLD_MS = 340 * DAY_MS;

/**
 * Registers a family at a time, with new roles or with those of others, which are then granted what it needs; returns what CloudTrail
 * records of it. With `past`, in milliseconds, it has run for that long, and its new roles are old.
 */
export function addFamily(state: AccountState, at: number, past = 0): readonly TruthRecord[] {
  const { random, model, roles, drafts, end } = state;
  const callsBefore = new Map([...drafts].map(([name, { calls }]) => [name, calls.length]));
  const drawing: Drawing = {
    now: at,
    regions: [random.pick(state.regions)],
    drafts,
    model,
    random,
    past,
    future: end - at,
    predecessors: false,
  };
  const records: TruthRecord[] = [];
  let own = true;
  for (const drawn of drawWorkload(state.named, drawing)) {
    for (const name of new Set([drawn.taskRole, drawn.executionRole])) {
      const named = name === undefined ? undefined : drafts.get(name);
      if (name === undefined || named === undefined) continue;
      const known = callsBefore.get(name);
      const isCut = known === undefined && EVERYTHING.has(named.style) && !random.chance(FEW);
      const draft: Draft = isCut ? { ...named, style: 'services' } : named;
      drafts.set(name, draft);
      const role = roles.get(name);
      if (known === undefined) {
        const fresh = drawRole(draft, { now: at, createdAt: past > 0 ? at - OLD_MS : at, model, random });
        const made = past > 0 ? fresh : { ...fresh, policies: fresh.policies.map(({ since: _, ...policy }) => policy) };
        roles.set(name, made);
        records.push(...changeRecords(made, at + 1, random));
        continue;
      }
      own = false;
      if (role === undefined) continue;
      const further = drawPolicies('listed', draft.calls.slice(known), { now: at, model, random });
      const given = further.map((policy) => ({ ...policy, ...(past === 0 && { since: at }) }));
      roles.set(name, { ...role, policies: [...role.policies, ...given] });
      for (const policy of given) {
        if (policy.since !== undefined) records.push(policyGivenRecord(name, policy, policy.since, random));
      }
    }
    const workload = past > 0 ? drawn : startedAt(drawn, at + HOUR_MS, random.hex(32));
    state.families = [...state.families, { workload: endingByItself(workload), since: at - past, own }];
  }
  state.named += 1;
  return records;
}

/** A task is started as soon as a family is there, unless it waits for people. */
export function startedAt(workload: Workload, at: number, taskId: string): Workload {
  if (workload.kind === 'idle') return workload;
  const { region, starts } = workload;
  return {
    ...workload,
    starts: [...starts.filter((one) => one.at < at), { at, region, taskId }, ...starts.filter((one) => one.at > at)],
  };
}

function endingByItself(workload: Workload): Workload {
  return workload.kind === 'idle' ? { ...workload, lasts: BY_HAND_MS, steps: [] } : workload;
}
