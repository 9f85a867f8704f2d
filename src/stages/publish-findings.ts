import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { WorkflowMark } from '../findings/finding.ts';
import type { Lifecycle } from '../findings/lifecycle.ts';

/**
 * Hands the findings to the sink, unless there is none or the run only looks. What is no longer accepted is made new before it is
 * imported, what is accepted is suppressed after: Security Hub is free not to update findings while they are suppressed.
 */
export async function publishFindings(
  context: AuditContext,
  request: AuditRequest,
  { publish, marks }: Pick<Lifecycle, 'publish' | 'marks'>,
): Promise<{ readonly incomplete: readonly Incomplete[] }> {
  const { sink } = context;
  if (sink === undefined || request.dryRun) return { incomplete: [] };
  const mark = async (status: WorkflowMark['status']): Promise<readonly Incomplete[]> => {
    const meant = marks.filter((each) => each.status === status);
    if (meant.length === 0) return [];
    const outcome = await attempt('Workflow status of findings', () => sink.mark(meant));
    return 'value' in outcome ? outcome.value.incomplete : [outcome.incomplete];
  };
  const incomplete = [...(await mark('NEW'))];
  if (publish.length > 0) {
    const outcome = await attempt(`${publish.length} findings`, () => sink.publish(publish));
    incomplete.push(...('value' in outcome ? outcome.value.incomplete : [outcome.incomplete]));
  }
  incomplete.push(...(await mark('SUPPRESSED')));
  return { incomplete };
}
