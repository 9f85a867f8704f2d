import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Finding } from '../findings/finding.ts';

/** Hands the findings to the sink, unless there is none or the run only looks. */
export async function publishFindings(
  context: AuditContext,
  request: AuditRequest,
  findings: readonly Finding[],
): Promise<{ readonly incomplete: readonly Incomplete[] }> {
  const { sink } = context;
  if (sink === undefined || request.dryRun || findings.length === 0) return { incomplete: [] };
  const outcome = await attempt(`${findings.length} findings`, () => sink.publish(findings));
  return { incomplete: 'value' in outcome ? outcome.value.incomplete : [outcome.lost] };
}
