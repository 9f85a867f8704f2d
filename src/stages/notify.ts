import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { NotificationLog } from '../ledger/notification-log.ts';
import { joinNotificationStates, NOTHING_TOLD, type SentMessage } from '../ledger/notification-state.ts';
import type { RunMarkers } from '../ledger/run-marker.ts';
import type { StoredFinding } from '../ledger/stored-finding.ts';
import type { Delivery, Notifier } from '../ports.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { type FindingChanges, findingChanges } from '../report/notification/finding-changes.ts';
import { type LastNotification, lastNotification } from '../report/notification/last-notification.ts';
import { caveatKeys } from '../report/notification/message-caveats.ts';
import { auditMessage } from '../report/notification/notifier-message.ts';
import { whyQuiet } from '../report/notification/quiet-runs.ts';
import { messageAbout, messageBegun, messageEnded } from '../report/notification/sent-message.ts';
import { type NotificationRecord, openNotificationRecord } from '../run-ledger/notification-record.ts';
import { sideDocuments } from '../run-ledger/side-documents.ts';

/** The run that notifies, and what it knows of others. */
export interface NotifyingRun {
  readonly id: string;
  /** Earlier runs that were stopped from outside, by id. */
  readonly died: RunMarkers;
  /** Findings as earlier runs left them, by id. */
  readonly findings: ReadonlyMap<string, StoredFinding>;
  /** Called once anybody was told; lists what could not be kept of that. */
  readonly onTold: () => Promise<readonly Incomplete[]>;
}

/** The result with what could not be told, and whether anybody was told. */
export interface Notified {
  readonly result: AuditResult;
  /** True where a message reached somebody, as far as is known, or nobody is ever told. */
  readonly told: boolean;
}

/**
 * Sends the message of the run to every notifier, last of all stages, so that it can say what was lost before it. What a message tells
 * is noted in the ledger before it is sent and again once it is known what came of it: a run that dies in between leaves it unclear
 * what was told, and the next message says so. Findings that another run is telling at this moment are left to it. A quiet run sends
 * nothing; its changes are in the next message. A failing notifier fails nothing: what its readers missed is new to them in the
 * next run, whatever other notifiers delivered.
 */
export async function notify(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
  run: NotifyingRun,
): Promise<Notified> {
  const notified = await sendMessages(context, request, result, run);
  if (!notified.told) return notified;
  const incomplete = [...notified.result.incomplete, ...(await run.onTold())];
  return { ...notified, result: { ...notified.result, incomplete } };
}

async function sendMessages(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
  run: NotifyingRun,
): Promise<Notified> {
  const { notifiers, clock } = context;
  if (request.dryRun || notifiers.length === 0) return { result, told: true };
  const { accountId } = context.account;
  const place = sideDocuments(context);
  const record = place && (await openNotificationRecord(place, { accountId, now: clock.now() }));
  const { plans, noted } = await planMessages(context, result, run, record);
  const lost = record?.incomplete ?? [];
  const [withheld] = plans.flatMap((plan) => (plan.withheld === undefined ? [] : [plan.withheld]));
  if (withheld !== undefined && plans.every((plan) => plan.withheld !== undefined)) {
    return { result: { ...result, withheld }, told: false };
  }
  const deliveries = await Promise.all(
    plans
      .filter((plan) => plan.withheld === undefined)
      .map(async (plan) => {
        const delivery = await send(context, withNote(plan, noted, record), {
          ...result,
          incomplete: [...result.incomplete, ...lost],
        });
        await record?.add(() => logOf(plan, run.id, delivery.outcome, caveatKeys(result, plan.changes)));
        return delivery;
      }),
  );
  const incomplete = [...deliveries.flatMap((delivery) => delivery.incomplete), ...(record?.incomplete ?? [])];
  return {
    result: { ...result, incomplete: [...result.incomplete, ...incomplete] },
    told: deliveries.some(({ outcome }) => outcome !== 'refused'),
  };
}

/** What one notifier is told. */
interface Plan {
  readonly notifier: Notifier;
  readonly changes: FindingChanges;
  /** Why it is told nothing. */
  readonly withheld?: string;
  /** What the ledger knows of its messages, and what it keeps of this one; absent where it could not be read. */
  readonly last?: LastNotification;
  readonly message?: SentMessage;
}

/** Decides what each notifier is told, and notes it; `noted` is false where the ledger could not take it. */
async function planMessages(
  { notifiers, quiet, clock }: AuditContext,
  result: AuditResult,
  run: NotifyingRun,
  record: NotificationRecord | undefined,
): Promise<{ readonly plans: readonly Plan[]; readonly noted: boolean }> {
  const now = clock.now();
  const damage = () => ({ ...NOTHING_TOLD, lostAt: (record?.incomplete.length ?? 0) > 0 ? result.startedAt : 0 });
  const planOf = (notifier: Notifier, known?: NotificationLog): Plan => {
    const state = known?.get(notifier.name) ?? NOTHING_TOLD;
    const last = known && lastNotification(joinNotificationStates(state, damage()), { ...run, now });
    const changes = findingChanges(result, last);
    const withheld = whyQuiet(result, changes, quiet);
    if (withheld !== undefined) return { notifier, changes, withheld };
    return { notifier, changes, ...(last !== undefined && { last, message: messageAbout(result, last, now) }) };
  };
  let plans: readonly Plan[] | undefined;
  const noted = await record?.add((known) => {
    plans = notifiers.map((notifier) => planOf(notifier, known));
    return new Map(
      plans.map(({ notifier, message }) => [
        notifier.name,
        message === undefined ? damage() : joinNotificationStates(damage(), messageBegun(run.id, message)),
      ]),
    );
  });
  return { plans: plans ?? notifiers.map((notifier) => planOf(notifier)), noted: noted ?? true };
}

async function send({ settings }: AuditContext, plan: Plan, result: AuditResult): Promise<Delivery> {
  const { notifier, changes } = plan;
  const message = auditMessage(result, changes, settings.owners.channels);
  const sent = await attempt(`Message to ${notifier.name}`, () => notifier.notify(message));
  return 'value' in sent ? sent.value : { outcome: 'unclear', incomplete: [sent.incomplete] };
}

function logOf(plan: Plan, runId: string, outcome: Delivery['outcome'], caveats: readonly string[]): NotificationLog {
  const { notifier, last, message } = plan;
  if (last === undefined || message === undefined) return new Map();
  return new Map([[notifier.name, messageEnded(runId, message, outcome, last, caveats)]]);
}

/** The plan with a word for its readers where the ledger fails: what it will not know may be told twice. */
function withNote(plan: Plan, noted: boolean, record: NotificationRecord | undefined): Plan {
  if (record === undefined || (noted && plan.last !== undefined)) return plan;
  const note =
    plan.last === undefined
      ? 'What was told before could not be read, so this message tells what this run changed, and the next one may repeat it.'
      : 'The ledger could not note what this message tells, so the next one may repeat it.';
  return { ...plan, changes: { ...plan.changes, notes: [...plan.changes.notes, note] } };
}
