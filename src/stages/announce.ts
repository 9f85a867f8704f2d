import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { slackMessage } from '../report/slack.ts';

/** Tells people, last of all, so that the message can say what was lost before it. A failing notifier fails nothing. */
export async function announce(
  context: AuditContext,
  request: AuditRequest,
  result: AuditResult,
): Promise<AuditResult> {
  if (request.dryRun || context.notifiers.length === 0) return result;
  const message = slackMessage(result);
  const outcomes = await Promise.all(
    context.notifiers.map((notifier) => attempt(`Message to ${notifier.name}`, () => notifier.notify(message))),
  );
  const incomplete = outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value : [outcome.lost]));
  return { ...result, incomplete: [...result.incomplete, ...incomplete] };
}
