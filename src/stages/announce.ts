import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import { EMPTY_LEDGER } from '../evidence/ledger/ledger.ts';
import type { RunLedger } from '../ledger/run-ledger.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { type LastTold, newsOf, toldAfter } from '../report/news.ts';
import { auditMessage } from '../report/notifier-message.ts';
import { whyQuiet } from '../report/quiet-nights.ts';

/**
 * Tells people, last of all, so that the message can say what was lost before it; or leaves them in peace, and the next
 * message has all that changed until then. A failing notifier fails nothing.
 */
export async function announce(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
  ledger: RunLedger,
): Promise<AuditResult> {
  const { notifiers, settings } = context;
  if (request.dryRun || notifiers.length === 0) return result;
  const last = lastTold(ledger);
  const news = newsOf(result, last);
  const withheld = whyQuiet(result, news, settings.quiet);
  if (withheld !== undefined) return { ...result, withheld };

  const message = auditMessage(result, news, settings.owners.channels);
  const outcomes = await Promise.all(
    notifiers.map((notifier) => attempt(`Message to ${notifier.name}`, () => notifier.notify(message))),
  );
  const losses = outcomes.map((outcome) => ('value' in outcome ? outcome.value : [outcome.lost]));
  // Told is who was told by anybody; what nobody was told is new tomorrow.
  const keeping = losses.some((lost) => lost.length === 0) ? await keepTold(ledger, result, last) : [];
  return { ...result, incomplete: [...result.incomplete, ...losses.flat(), ...keeping] };
}

function lastTold({ known }: RunLedger): LastTold | undefined {
  const { told, nights, findings } = known;
  if (told !== undefined) return { told, findings };
  // A ledger of nights without a message: what was tried failed, or nobody was to be told.
  return nights.size > 0 ? { findings } : undefined;
}

async function keepTold(
  ledger: RunLedger,
  result: AuditResult,
  last: LastTold | undefined,
): Promise<AuditResult['incomplete']> {
  const before = ledger.incomplete().length;
  ledger.note({ ...EMPTY_LEDGER, told: toldAfter(result, last) });
  await ledger.commit();
  return ledger.incomplete().slice(before);
}
