import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import type { Told } from '../ledger/notification-state.ts';
import type { Notifier } from '../ports.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { type LastTold, newsOf, toldAfter } from '../report/notification/finding-changes.ts';
import { auditMessage } from '../report/notification/notifier-message.ts';
import { whyQuiet } from '../report/notification/quiet-runs.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/**
 * Tells people, last of all, so that the message can say what was lost before it; or leaves them in peace, and the next
 * message has all that changed until then. A failing notifier fails nothing; what its readers missed is new to them tomorrow,
 * whoever else was told.
 */
export async function announce(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
  ledger: RunLedger,
): Promise<AuditResult> {
  const { notifiers } = context;
  if (request.dryRun || notifiers.length === 0) return result;
  const outcomes = await Promise.all(notifiers.map((notifier) => tell(context, notifier, result, ledger)));
  const told = outcomes.flatMap((outcome) => ('told' in outcome ? [outcome.told] : []));
  const [withheld] = outcomes.flatMap((outcome) => ('withheld' in outcome ? [outcome.withheld] : []));
  if (withheld !== undefined && outcomes.every((outcome) => 'withheld' in outcome)) return { ...result, withheld };
  const lost = outcomes.flatMap((outcome) => ('lost' in outcome ? outcome.lost : []));
  const keeping = told.length > 0 ? await keepTold(ledger, new Map(told)) : [];
  return { ...result, incomplete: [...result.incomplete, ...lost, ...keeping] };
}

/** What came of one notifier: its readers were told, by its name; or in part, or not at all; or left in peace. */
type Outcome =
  | { readonly told: readonly [string, Told] }
  | { readonly lost: readonly Incomplete[] }
  | { readonly withheld: string };

async function tell(
  { settings }: AuditContext,
  notifier: Notifier,
  result: AuditResult,
  ledger: RunLedger,
): Promise<Outcome> {
  const { name } = notifier;
  const last = lastTold(ledger, name);
  const news = newsOf(result, last);
  const withheld = whyQuiet(result, news, settings.quiet);
  if (withheld !== undefined) return { withheld };
  const message = auditMessage(result, news, settings.owners.channels);
  const outcome = await attempt(`Message to ${name}`, () => notifier.notify(message));
  const lost = 'value' in outcome ? outcome.value : [outcome.lost];
  return lost.length === 0 ? { told: [name, toldAfter(result, last)] } : { lost };
}

function lastTold({ known }: RunLedger, notifier: string): LastTold | undefined {
  const { nights, findings } = known;
  const told = known.told.get(notifier);
  if (told !== undefined) return { told, findings };
  // A ledger of nights without a message: what was tried failed, or nobody was to be told.
  return nights.size > 0 ? { findings } : undefined;
}

async function keepTold(ledger: RunLedger, told: ReadonlyMap<string, Told>): Promise<AuditResult['incomplete']> {
  const before = ledger.incomplete().length;
  ledger.note({ ...EMPTY_LEDGER, told });
  await ledger.commit();
  return ledger.incomplete().slice(before);
}
