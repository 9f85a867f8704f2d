import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import type { NotificationState } from '../ledger/notification-state.ts';
import type { Notifier } from '../ports.ts';
import type { AuditResult } from '../report/audit-result.ts';
import {
  findingChanges,
  type LastNotification,
  notificationStateAfter,
} from '../report/notification/finding-changes.ts';
import { auditMessage } from '../report/notification/notifier-message.ts';
import { whyQuiet } from '../report/notification/quiet-runs.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/**
 * Sends the message of the run to every notifier, last of all stages, so that it can say what was lost before it. A quiet run
 * sends nothing; its changes are in the next message. A failing notifier fails nothing: its own state stays as it was, so
 * what its readers missed is new to them in the next run, whatever other notifiers delivered.
 */
export async function notify(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
  ledger: RunLedger,
): Promise<AuditResult> {
  const { notifiers } = context;
  if (request.dryRun || notifiers.length === 0) return result;
  const outcomes = await Promise.all(notifiers.map((notifier) => notifyOne(context, notifier, result, ledger)));
  const states = outcomes.flatMap((outcome) =>
    'state' in outcome && outcome.state !== undefined ? [outcome.state] : [],
  );
  const [withheld] = outcomes.flatMap((outcome) => ('withheld' in outcome ? [outcome.withheld] : []));
  if (withheld !== undefined && outcomes.every((outcome) => 'withheld' in outcome)) return { ...result, withheld };
  const incomplete = outcomes.flatMap((outcome) => ('incomplete' in outcome ? outcome.incomplete : []));
  const keeping = states.length > 0 ? await saveNotificationStates(ledger, new Map(states)) : [];
  return { ...result, incomplete: [...result.incomplete, ...incomplete, ...keeping] };
}

/** What came of one notifier: delivered, with its name and new state; lost in part or whole; or withheld by a quiet run. */
type Outcome =
  | { readonly incomplete: readonly Incomplete[]; readonly state?: readonly [string, NotificationState] }
  | { readonly withheld: string };

async function notifyOne(
  { settings, quiet }: AuditContext,
  notifier: Notifier,
  result: AuditResult,
  ledger: RunLedger,
): Promise<Outcome> {
  const { name } = notifier;
  const last = lastNotification(ledger, name);
  const changes = findingChanges(result, last);
  const withheld = whyQuiet(result, changes, quiet);
  if (withheld !== undefined) return { withheld };
  const message = auditMessage(result, changes, settings.owners.channels);
  const sent = await attempt(`Message to ${name}`, () => notifier.notify(message));
  if (!('value' in sent)) return { incomplete: [sent.incomplete] };
  const { outcome, incomplete } = sent.value;
  return {
    incomplete,
    ...(outcome === 'delivered' && { state: [name, notificationStateAfter(result, last)] as const }),
  };
}

function lastNotification({ known }: RunLedger, notifier: string): LastNotification | undefined {
  const { runs, findings } = known;
  const state = known.notifications.get(notifier);
  if (state !== undefined) return { state, findings };
  // Runs without a message: what was tried failed, or no notifier was configured.
  return runs.size > 0 ? { findings } : undefined;
}

async function saveNotificationStates(
  ledger: RunLedger,
  notifications: ReadonlyMap<string, NotificationState>,
): Promise<AuditResult['incomplete']> {
  const before = ledger.incomplete().length;
  ledger.note({ ...EMPTY_LEDGER, notifications });
  await ledger.commit();
  return ledger.incomplete().slice(before);
}
