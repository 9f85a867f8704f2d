import { listed } from '../../base/format.ts';
import { looksSecret } from '../../base/looks-secret.ts';
import type { EpochMs } from '../../base/time.ts';
import { lastingResource, type StartFailure } from '../../diagnosis/start-failure.ts';
import { noticeMessage } from './notice-message.ts';
import type { NotifierMessage } from './notifier-message.ts';

const LACKING = { execution: 'execution role', task: 'task role', trust: 'trust policy', caller: 'caller' } as const;

/** The message about tasks that stop for want of a permission: what is missing and on what, never the task's own words. */
export function startFailureMessage(
  { task, diagnosis, lacking }: StartFailure,
  of: { readonly at: EpochMs; readonly count: number; readonly role?: string; readonly finding?: string },
): NotifierMessage {
  const missing = listed(diagnosis.actions, 3);
  const what = missing === '' ? 'ECS may not assume its role' : `the ${LACKING[lacking]} lacks ${missing}`;
  const where: Readonly<Record<string, string>> = {
    Role: of.role ?? '',
    Missing: listed(diagnosis.actions, 5),
    On: lastingResource(diagnosis),
    'Task definition': task.taskDefinitionArn,
    Task: task.taskArn,
    'Tasks seen': String(of.count),
    Finding: of.finding ?? '',
  };
  return noticeMessage({
    kind: 'task-start',
    at: of.at,
    headline: `${task.family} ${diagnosis.phase === 'start-up' ? 'does not start' : 'stopped'}: ${what}`,
    why: [diagnosis.because, ...diagnosis.next.filter((step) => !step.includes('{'))].join(' '),
    consequence: 'Told once for this reason; again after a day if tasks still stop for it.',
    where: Object.fromEntries(
      Object.entries(where).map(([name, place]) => [name, looksSecret(place) ? '(not shown)' : place]),
    ),
  });
}
