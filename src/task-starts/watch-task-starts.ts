import { attempt } from '../base/attempt.ts';
import type { Incomplete, PartialResult } from '../base/incomplete.ts';
import { DAY_MS, type EpochMs } from '../base/time.ts';
import { type StartFailure, startFailureKey, startFailureOf } from '../diagnosis/start-failure.ts';
import type { StoppedTask } from '../ecs/stopped-task.ts';
import { acceptFindings } from '../findings/exceptions/accept-findings.ts';
import type { Exception } from '../findings/exceptions/exception.ts';
import type { Severity } from '../findings/finding.ts';
import { compareSeverity } from '../findings/severity.ts';
import { type FailedRole, startFailureFinding, startFailureFindingId } from '../findings/start-failure-finding.ts';
import type { Clock, Deadline, FindingsSink, LedgerStore, Notifier } from '../ports.ts';
import { startFailureMessage } from '../report/notification/start-failure-message.ts';
import { beginTelling } from './told-starts.ts';

/** What watching needs of the world. */
export interface StartWatch {
  readonly clock: Clock;
  /** After it no failure is begun any more. */
  readonly deadline: Deadline;
  /** What was told. */
  readonly store: LedgerStore;
  readonly notifiers: readonly Notifier[];
  /** Absent where nothing is published. */
  readonly sink?: FindingsSink;
  /** The role whose permission a failure lacks; undefined where it is nobody's of this account, or cannot be read. */
  roleOf(failure: StartFailure): Promise<PartialResult<FailedRole | undefined>>;
  readonly severities: Readonly<Partial<Record<string, Severity>>>;
  /** Of the configuration file: what they accept is neither published nor told. */
  readonly exceptions: readonly Exception[];
  readonly publishFrom: Severity;
}

/** What became of the stopped tasks of one invocation. */
export interface StartWatchSummary {
  readonly tasks: number;
  /** Of those, how many stopped more than a day ago: their events waited in a queue, and say nothing of today. */
  readonly late: number;
  /** Of the others, how many stopped for want of a permission. */
  readonly lackingPermission: number;
  /** Ids of findings. */
  readonly opened: readonly string[];
  readonly updated: readonly string[];
  /** Failures, by family, that people were told of. */
  readonly told: readonly string[];
  /** Failures that were told before, or are accepted. */
  readonly quiet: number;
  /** Failures that nobody could be told of: the events must come again. */
  readonly untold: number;
  readonly incomplete: readonly Incomplete[];
}

const STALE_MS = DAY_MS;

/**
 * Publishes and tells what keeps tasks from starting, once for each family and reason. Whatever comes twice, late or a thousand times costs
 * one look at what was told. Never throws; `untold` says what has to be tried again.
 */
export async function watchTaskStarts(watch: StartWatch, tasks: readonly StoppedTask[]): Promise<StartWatchSummary> {
  const now = watch.clock.now();
  const timely = tasks.filter(({ stoppedAt = now }) => now - stoppedAt <= STALE_MS);
  const failures = timely.map(startFailureOf).filter((failure) => failure !== undefined);
  const results: FailureOutcome[] = [];
  for (const [key, alike] of Map.groupBy(failures, startFailureKey)) {
    const outcome = await attempt('What keeps tasks from starting', () => tellOnce(watch, key, alike));
    results.push('value' in outcome ? outcome.value : { kind: 'untold', incomplete: [outcome.incomplete] });
  }
  const idsOf = (change: 'opened' | 'updated') =>
    results.flatMap(({ finding }) => (finding?.change === change ? [finding.id] : []));
  return {
    tasks: tasks.length,
    late: tasks.length - timely.length,
    lackingPermission: failures.length,
    opened: idsOf('opened'),
    updated: idsOf('updated'),
    told: results.flatMap(({ kind, family }) => (kind === 'told' && family !== undefined ? [family] : [])),
    quiet: results.filter(({ kind }) => kind === 'quiet').length,
    untold: results.filter(({ kind }) => kind === 'untold').length,
    incomplete: results.flatMap(({ incomplete }) => incomplete),
  };
}

interface FailureOutcome {
  readonly kind: 'told' | 'quiet' | 'untold';
  readonly family?: string;
  readonly finding?: Published;
  readonly incomplete: readonly Incomplete[];
}

/** Failures of one family and reason, told unless they were. */
async function tellOnce(watch: StartWatch, key: string, alike: readonly StartFailure[]): Promise<FailureOutcome> {
  const [failure] = [...alike].sort((a, b) => (b.task.stoppedAt ?? 0) - (a.task.stoppedAt ?? 0));
  if (failure === undefined) return { kind: 'quiet', incomplete: [] };
  if (watch.deadline.timeLeft() <= 0) {
    return { kind: 'untold', incomplete: [{ what: failure.task.family, why: 'the time was up before its turn came' }] };
  }
  const telling = await beginTelling(watch.store, `${failure.task.accountId}/${key}.json`, watch.clock.now());
  if (telling === 'told' || telling === 'being told') return { kind: 'quiet', incomplete: [] };
  const told = await attempt(`Message about ${failure.task.family}`, () => tell(watch, failure, alike.length));
  const outcome: FailureOutcome = 'value' in told ? told.value : { kind: 'untold', incomplete: [told.incomplete] };
  // Where this cannot be noted, the next event within two minutes is quiet all the same, and a later one tells it again.
  const noted = await attempt('What was told of tasks that do not start', () =>
    outcome.kind === 'untold' ? telling.failed() : telling.told(watch.clock.now()),
  );
  return 'value' in noted ? outcome : { ...outcome, incomplete: [...outcome.incomplete, noted.incomplete] };
}

async function tell(watch: StartWatch, failure: StartFailure, count: number): Promise<FailureOutcome> {
  const now = watch.clock.now();
  const { value: role, incomplete } = await watch.roleOf(failure);
  const published = role === undefined ? undefined : await publish(watch, failure, role, { count, now });
  const lost = [...incomplete, ...(published?.incomplete ?? [])];
  const { family } = failure.task;
  const finding = published && { finding: published };
  if (published?.accepted === true || watch.notifiers.length === 0)
    return { kind: 'quiet', family, ...finding, incomplete: lost };
  const message = startFailureMessage(failure, {
    at: now,
    count,
    ...(role && { role: role.arn }),
    ...(published && { finding: published.id }),
  });
  const deliveries = await Promise.all(watch.notifiers.map((notifier) => notifier.notify(message)));
  lost.push(...deliveries.flatMap(({ incomplete: missed }) => missed));
  // What may have arrived is not sent again; of several notifiers one is enough.
  const reached = deliveries.some(({ outcome }) => outcome !== 'refused');
  return { kind: reached ? 'told' : 'untold', family, ...finding, incomplete: lost };
}

interface Published {
  readonly id: string;
  readonly change: 'opened' | 'updated' | 'unchanged';
  /** True where somebody accepted the finding. */
  readonly accepted: boolean;
  readonly incomplete: readonly Incomplete[];
}

async function publish(
  { sink, severities, publishFrom, exceptions }: StartWatch,
  failure: StartFailure,
  role: FailedRole,
  { count, now }: { readonly count: number; readonly now: EpochMs },
): Promise<Published | undefined> {
  const id = startFailureFindingId(failure, role);
  if (sink === undefined || id === undefined) return undefined;
  const { value, incomplete } = await sink.known([id]);
  const known = value.find((each) => each.id === id);
  const stated = startFailureFinding(failure, role, { known, count, now }, severities);
  const inForce = stated && acceptFindings([stated], { exceptions, now, wholeLook: false, inDoubt: [] }).findings[0];
  const accepted =
    known?.suppressed === true || known?.workflow?.status === 'SUPPRESSED' || inForce?.status === 'suppressed';
  const finding = accepted ? undefined : inForce;
  if (finding === undefined || compareSeverity(finding.severity, publishFrom) > 0)
    return { id, change: 'unchanged', accepted, incomplete };
  const outcome = await sink.publish([finding]);
  const change = outcome.imported === 0 ? 'unchanged' : known?.recordState === 'ACTIVE' ? 'updated' : 'opened';
  return { id, change, accepted, incomplete: [...incomplete, ...outcome.incomplete] };
}
