import { audit } from '../../src/audit.ts';
import type { AuditContext } from '../../src/audit-context.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { VERDICTS, type Verdict } from '../../src/rightsize/verdict.ts';
import type { AwsModel } from '../truth/aws-model.ts';
import { randomOf } from '../truth/random.ts';
import { changingAccount } from './changing-account.ts';
import { heapBytes, MEASURED_NIGHTS, type Memory, memoryProblems } from './memory-curve.ts';
import { modelledAuthenticator } from './modelled-authenticator.ts';
import { modelledLedger } from './modelled-ledger.ts';
import { modelledSecurityHub } from './modelled-security-hub.ts';
import { nightContext } from './night-context.ts';
import { faultsText, type NightKind, NO_FAULTS, NOTIFIERS } from './night-faults.ts';
import { NO_TAMPERING, problemsOfHub, problemsOfMessages, tamperingToTell } from './night-problems.ts';
import { type NightPlan, planNight } from './plan-night.ts';
import { archivedBetween, doubledFindings, publishedFindings, wronglyArchived } from './published-findings.ts';
import { runNight } from './run-night.ts';
import { type Named, newReaders } from './told-findings.ts';
import { truthOfNight } from './truth-of-night.ts';
import { INVARIANTS, type Invariant, type Violation } from './violation.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly nights: number;
  readonly model: AwsModel;
  /** What is checked after each night; everything where absent. */
  readonly invariants?: readonly Invariant[];
  /** Changes what the product is told and what it does, to see whether the simulation notices. */
  readonly mutate?: (context: AuditContext, night: number) => AuditContext;
  readonly onNight?: (night: NightReport) => void;
}

/** What a night was, for people. */
export interface NightReport {
  readonly night: number;
  readonly kind: NightKind;
  readonly violations: readonly Violation[];
}

/** What a simulation came to. */
export interface SimulationResult {
  readonly nights: Readonly<Partial<Record<NightKind, number>>>;
  readonly runs: number;
  readonly killed: number;
  /** Runs that did nothing, as their event was another run's. */
  readonly repeated: number;
  /** Nights before which somebody changed the ledger. */
  readonly tampered: number;
  readonly archived: number;
  readonly messages: number;
  /** Verdicts of all runs that ended. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly violations: readonly Violation[];
  readonly curve: readonly Memory[];
}

/** The time of the first night. */
const FROM = Date.parse('2026-11-22T03:00:00Z');
const MOST_NIGHTS = 400;
const FIRST_EFFECTS = 40;

/** Audits a changing account night after night, and looks at what is there after each. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { seed, nights, model, invariants = INVARIANTS, mutate = (context) => context, onNight } = options;
  // However many nights are looked at: a seed makes the same account.
  const to = FROM + Math.max(nights, MOST_NIGHTS) * DAY_MS;
  const account = changingAccount({ seed, model, from: FROM, to });
  const ledger = modelledLedger();
  // Drawn apart, so that a seed's account is the same with and without.
  const authenticator = randomOf(seed * 37 + 11).chance(0.5) ? modelledAuthenticator(seed) : undefined;
  let news = NO_TAMPERING;
  const hub = modelledSecurityHub();
  const readers = new Map(NOTIFIERS.map((name) => [name as string, newReaders()]));
  const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  const kinds: Partial<Record<NightKind, number>> = {};
  const violations: Violation[] = [];
  const curve: Memory[] = [];
  const counts = { runs: 0, killed: 0, repeated: 0, tampered: 0, archived: 0, messages: 0 };
  let effects = FIRST_EFFECTS;

  for (let night = 1; night <= nights; night += 1) {
    const at = FROM + (night - 1) * DAY_MS;
    const random = randomOf(seed * 1_000_003 + night);
    if (night > 1) account.advance(at);
    hub.forgetOld(at);
    const before = hub.findings();
    ledger.remember();
    const plan = planNight(night, { effects, signed: authenticator !== undefined }, random);
    const happened = await runNight(plan, {
      account,
      ledger,
      authenticator,
      hub,
      model,
      at,
      random,
      mutate: (context) => mutate(context, night),
    });
    const { ended, messages } = happened;
    effects = happened.effects ?? effects;
    kinds[plan.kind] = (kinds[plan.kind] ?? 0) + 1;
    counts.runs += plan.rounds.flat().length;
    counts.killed += plan.rounds.flat().length - ended.length - happened.repeated;
    counts.messages += messages.length;
    counts.repeated += happened.repeated;
    counts.tampered += happened.tampered ? 1 : 0;
    if (happened.tampered && authenticator !== undefined) news = { ...news, untold: true };
    for (const { actions } of ended.flatMap(({ result }) => result.assessments)) {
      for (const { verdict } of actions) verdicts[verdict] += 1;
    }

    const archived = archivedBetween(before, hub.findings());
    counts.archived += archived.length;
    const checks: Readonly<Record<Invariant, () => Promise<readonly string[]> | readonly string[]>> = {
      truth: () => ended.flatMap(({ result }) => truthOfNight(account, result, model)),
      published: () => problemsOfHub(plan, ended, ({ result }) => publishedFindings(hub.findings(), result)),
      doubled: () => problemsOfHub(plan, ended, () => doubledFindings(hub.findings())),
      archived: async () => {
        if (ended.length === 0 || archived.length === 0) return [];
        const context = nightContext({ account, model, at, faults: NO_FAULTS, random, outside: {} });
        // What the ledger counts by quarters of a day may be gone from the window some hours earlier.
        const settings = { ...context.settings, lookback: context.settings.lookback - DAY_MS };
        const fresh = await audit({ ...context, settings }, { dryRun: true });
        return wronglyArchived(
          archived,
          fresh,
          ended.map(({ result }) => result),
        );
      },
      told: () => problemsOfMessages(messages, ended, readers, [...before, ...hub.findings()].map(asNamed)),
      tampering: () => {
        const told = tamperingToTell(ended, messages, news);
        news = told.news;
        return told.problems;
      },
      memory: () => {
        if (!MEASURED_NIGHTS.includes(night)) return [];
        curve.push({ night, heapBytes: heapBytes(), ledgerBytes: ledger.bytes(), documents: ledger.documents() });
        return memoryProblems(curve);
      },
    };
    const found: Violation[] = [];
    for (const invariant of invariants) {
      for (const problem of await checks[invariant]()) {
        found.push({ invariant, night, sentence: `${problem}; the night was ${nightText(plan)}` });
      }
    }
    violations.push(...found);
    onNight?.({ night, kind: plan.kind, violations: found });
  }
  return { nights: kinds, ...counts, verdicts, violations, curve };
}

function asNamed({ id, severity, title }: Named): Named {
  return { id, severity, title };
}

function nightText({ kind, tampering, rounds }: NightPlan): string {
  const runs = rounds.flat().map(({ event, kill, faults }) => {
    const killed = kill === undefined ? '' : `, killed at effect ${kill.at}, ${kill.done ? 'done' : 'not done'}`;
    return `${event}: ${faultsText(faults)}${killed}`;
  });
  return `${kind}${tampering === undefined ? '' : `, somebody ${tampering}`} (${runs.join('; ')})`;
}
