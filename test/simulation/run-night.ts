import { audit } from '../../src/audit.ts';
import type { AuditContext } from '../../src/audit-context.ts';
import { MINUTE_MS } from '../../src/base/time.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { beginRun } from '../../src/stages/mark-run.ts';
import type { AwsModel } from '../truth/aws-model.ts';
import type { Random } from '../truth/random.ts';
import { ACCOUNT } from '../truth/resources.ts';
import type { ChangingAccount } from './changing-account.ts';
import type { ModelledAuthenticator } from './modelled-authenticator.ts';
import type { ModelledLedger } from './modelled-ledger.ts';
import { modelledNotifier, type Sent } from './modelled-notifier.ts';
import type { ModelledSecurityHub } from './modelled-security-hub.ts';
import { nightContext } from './night-context.ts';
import { NO_FAULTS, NOTIFIERS } from './night-faults.ts';
import type { NightPlan, PlannedRun } from './plan-night.ts';
import { type Gate, interleave } from './run-gate.ts';
import type { AskedParts } from './tampering.ts';

/** What Lambda gives a run. */
const LIMIT_MS = 15 * MINUTE_MS;

/** A message with the run that sent it, by its number in the night. */
export interface RunsMessage {
  readonly run: number;
  readonly notifier: string;
  readonly sent: Sent;
}

/** A run that came to its end. */
export interface EndedRun {
  readonly run: number;
  readonly planned: PlannedRun;
  readonly result: AuditResult;
}

/** What there is for the runs of a night. */
export interface NightWorld {
  readonly account: ChangingAccount;
  readonly ledger: ModelledLedger;
  /** Absent where the ledger is not signed. */
  readonly authenticator?: ModelledAuthenticator | undefined;
  readonly hub: ModelledSecurityHub;
  readonly model: AwsModel;
  readonly at: number;
  readonly random: Random;
  readonly mutate: (context: AuditContext) => AuditContext;
}

/** What came of a night. */
export interface NightEvents {
  /** Whether somebody changed the ledger. */
  readonly tampered: boolean;
  /** Runs that found their event done, or worked on, by another, and did nothing. */
  readonly repeated: number;
  /** In the order in which they ended. */
  readonly ended: readonly EndedRun[];
  /** In the order in which they were sent. */
  readonly messages: readonly RunsMessage[];
  /** Of a run that ended. */
  readonly effects?: number;
}

/** Lets the runs of a night go on as planned. */
export async function runNight({ rounds, tampering }: NightPlan, world: NightWorld): Promise<NightEvents> {
  const tampered = tampering !== undefined && world.ledger.tamper(tampering, askedParts(world), world.random);
  const ended: EndedRun[] = [];
  const messages: RunsMessage[] = [];
  let effects: number | undefined;
  let runs = 0;
  let repeated = 0;
  for (const round of rounds) {
    const first = runs;
    runs += round.length;
    const gated = round.map((planned, index) => ({
      ...planned,
      start: (gate: Gate) =>
        runOnce(planned, world, gate, (notifier, sent) => messages.push({ run: first + index, notifier, sent })),
    }));
    const ends = await interleave(gated, world.random);
    const inOrder = [...ends.entries()].toSorted(([, a], [, b]) => a.place - b.place);
    for (const [index, end] of inOrder) {
      const planned = round[index];
      if (end.kind === 'killed' || planned === undefined) continue;
      if (end.value === undefined) {
        repeated += 1;
        continue;
      }
      effects = end.effects;
      ended.push({ run: first + index, planned, result: end.value });
    }
  }
  return { tampered, repeated, ended, messages, ...(effects !== undefined && { effects }) };
}

/** The parts that the last run of a night asks for, as all before it do. */
function askedParts({ account, authenticator, model, at, random }: NightWorld): AskedParts {
  const { settings } = nightContext({ account, model, at, faults: NO_FAULTS, random, outside: {} });
  return { folder: authenticator?.folder() ?? `${ACCOUNT}/`, since: at + LIMIT_MS - settings.lookback };
}

/** One run as Lambda starts it for an event; no result where the event is another run's. */
async function runOnce(
  { event, request, faults, delay }: PlannedRun,
  { account, ledger, authenticator, hub, model, at: hour, random, mutate }: NightWorld,
  gate: Gate,
  onSent: (notifier: string, sent: Sent) => void,
): Promise<AuditResult | undefined> {
  const at = hour + delay;
  const outside = {
    ledger: ledger.forRun(gate, faults.ledger, random),
    ...(authenticator && { ledgerAuthenticator: authenticator.forRun(gate) }),
    sink: hub.forRun(gate, faults, { now: () => at }, random),
    notifiers: NOTIFIERS.map((name) =>
      modelledNotifier(name, { gate, fault: faults.notifiers[name] ?? 'none', onSent: (sent) => onSent(name, sent) }),
    ),
  };
  const context = mutate(nightContext({ account, model, at, faults, random, outside }));
  const asked = { dryRun: false };
  const begun = await beginRun(context, asked, { limit: LIMIT_MS, event, request });
  return begun.same === undefined ? audit(context, asked, begun) : undefined;
}
