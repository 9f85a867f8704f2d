import { digest } from '../base/digest.ts';
import { isAgentAction } from '../ecs/declarable-actions.ts';
import type { StoppedTask } from '../ecs/stopped-task.ts';
import { type Action, sameAction } from '../iam/action.ts';
import { denialIn } from './denial.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';

/** What stopped a task, where that is a permission that somebody lacks. */
export interface StartFailure<Task = StoppedTask> {
  readonly task: Task;
  readonly diagnosis: Diagnosis;
  /** Whose permission it is; `trust` where ECS may not assume the role that `diagnosis.resource` names. */
  readonly lacking: 'execution' | 'task' | 'trust' | 'caller';
}

/** Why a task stopped: the first of its reasons that a permission explains, else the first that is known. */
export function diagnoseTask({ reasons }: Pick<StoppedTask, 'reasons'>): Diagnosis {
  const all = reasons.map(diagnose);
  const known = all.find(({ shape, role }) => shape !== undefined && role !== 'unknown');
  return all.find((each) => lackingIn(each) !== undefined) ?? known ?? all[0] ?? diagnose('');
}

/**
 * The failure of a task that stopped for want of a permission; undefined for any other, and where that is not certain: reasons are texts, into
 * which a workload may write, so that an execution role lacks only what the ECS agent may call.
 */
export function startFailureOf<Task extends Pick<StoppedTask, 'reasons'>>(task: Task): StartFailure<Task> | undefined {
  const found = diagnoseTask(task);
  const lacking = lackingIn(found);
  // A message may mean several permissions; what was refused is one of them.
  const refused = task.reasons.map(denialIn).find((denial) => denial && namesOneOf(found, denial.action));
  const diagnosis = refused ? { ...found, actions: [refused.action] } : found;
  if (lacking === undefined || (lacking === 'execution' && !diagnosis.actions.every(isAgentAction))) return undefined;
  return { task, diagnosis, lacking };
}

function namesOneOf({ actions }: Diagnosis, action: Action): boolean {
  return actions.some((one) => sameAction(one, action));
}

function lackingIn({ role, actions, shape }: Diagnosis): StartFailure['lacking'] | undefined {
  if (shape === 'assume-role') return 'trust';
  if (actions.length === 0) return undefined;
  return role === 'execution' || role === 'task' || role === 'caller' ? role : undefined;
}

/** Ids of tasks, sessions and containers, which differ each time. */
const ID = /\b(?:[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?:-\d+)?\b/gi;

/** The resource that was refused, with `*` for what differs from task to task. */
export function lastingResource({ resource }: Diagnosis): string {
  return resource.replace(ID, '*');
}

/** Tells one failure from another: family and reason, whichever task, revision and time. */
export function startFailureKey({ task, diagnosis, lacking }: StartFailure): string {
  const { family, region } = task;
  const actions = diagnosis.actions.map((action) => action.toLowerCase()).sort();
  const why = actions.length === 0 ? diagnosis.shape : undefined;
  return digest(JSON.stringify([region, family, lacking, actions, lastingResource(diagnosis), why ?? null]));
}
