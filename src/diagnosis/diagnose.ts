import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { isImagePull } from '../ecs/declarable-actions.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import { type Denial, denialIn } from './denial.ts';
import type { DiagnosisPhase, DiagnosisRole, MessageShape } from './message-shape.ts';
import { MESSAGE_SHAPES } from './message-shapes.ts';
import { resourceIn } from './resource-in.ts';

/** What an error message means. */
export interface Diagnosis {
  readonly phase: DiagnosisPhase;
  readonly role: DiagnosisRole;
  readonly actions: readonly Action[];
  /** Empty where the text names none. */
  readonly resource: string;
  readonly because: string;
  /** What to do, or to look at, in order. */
  readonly next: readonly string[];
  /** The row of the table, and the page that it rests on; absent for a message that is not known. */
  readonly shape?: string;
  readonly source?: string;
}

/** Characters of a text that are read: messages of ECS have thousands at most. */
const MOST = 20_000;

/** Says of an error of ECS or IAM, as it stands in the console or in a log, when it happens, whose permissions it is about, and what to do. */
export function diagnose(given: string): Diagnosis {
  const text = withoutCommands(stripControlCharacters(given.slice(0, MOST)));
  const shape = MESSAGE_SHAPES.find(({ matches }) => matches.test(text));
  const denial = denialIn(text);
  if (shape === undefined) return denial === undefined ? unknown(text) : ofDenial(denial, DENIED, text);
  const isCause = shape.id.startsWith('denied');
  if (denial !== undefined && (isCause || shape.role === 'unknown')) return ofDenial(denial, shape, text);
  const actions = denial === undefined ? (shape.actions ?? []) : actionsOf(denial, shape);
  const resource = denial?.resource ?? resourceIn(text, shape.resource);
  // Whatever the place, the policy that decided is the one to change.
  const cause = denial === undefined ? undefined : decisive(text);
  return {
    phase: isCause && isStartUp(text) ? 'start-up' : shape.phase,
    role: isCause && isStartUp(text) ? 'execution' : shape.role,
    actions,
    resource,
    because: cause === undefined ? shape.because : `${shape.because} ${cause.because}`,
    next: [...(cause?.next ?? statement(shape.role, actions, resource, denial)), ...shape.next],
    shape: shape.id,
    source: shape.source,
  };
}

/** The words of entryPoint and command, which container runtimes repeat, are of whoever wrote the task definition: they may read like an error. */
function withoutCommands(text: string): string {
  return text.replace(/\bexec: "(?:[^"\\]|\\.)*"/g, 'exec: ""');
}

const DENIED: Pick<MessageShape, 'id' | 'source' | 'because' | 'next'> = {
  id: 'denied',
  source: 'Troubleshoot access denied error messages',
  because: 'IAM refused the call.',
  next: [],
};

/** The refusal's own action where the row speaks of another one: a key that encrypts the secret, say. */
function actionsOf(denial: Denial, { actions = [] }: MessageShape): readonly Action[] {
  const isOfRow = actions.some((action) => action.toLowerCase() === denial.action.toLowerCase());
  return isOfRow && actions.length > 1 ? actions : [denial.action];
}

/** The row of a policy that no grant to the role outweighs. */
function decisive(text: string): MessageShape | undefined {
  return MESSAGE_SHAPES.filter(({ id }) => id.startsWith('denied-') && id !== 'denied-no-policy').find(({ matches }) =>
    matches.test(text),
  );
}

function ofDenial(
  denial: Denial,
  shape: Pick<MessageShape, 'id' | 'source' | 'because' | 'next'>,
  text: string,
): Diagnosis {
  const { phase, role, why } = whose(denial, text);
  const resource = denial.resource ?? '';
  const actions = [denial.action];
  const isGrantable = shape.next.length === 0 || !shape.id.startsWith('denied');
  return {
    phase,
    role,
    actions,
    resource,
    because: why === '' ? shape.because : `${shape.because} ${why}`,
    next: [...(isGrantable ? statement(role, actions, resource, denial) : []), ...shape.next],
    shape: shape.id,
    source: shape.source,
  };
}

const OF_CALLERS = new Set([
  'iam',
  'ecs',
  'cloudformation',
  'codedeploy',
  'application-autoscaling',
  'servicediscovery',
  'elasticloadbalancing',
]);
const TASK_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** Whose call it was: ECS names the sessions of both roles by the task. */
function whose(
  denial: Denial,
  text: string,
): { readonly phase: DiagnosisPhase; readonly role: DiagnosisRole; readonly why: string } {
  const { action, principal } = denial;
  if (isStartUp(text))
    return {
      phase: 'start-up',
      role: 'execution',
      why: 'The agent asked before the container started, with the execution role.',
    };
  const execution = { phase: 'start-up', role: 'execution', why: '' } as const;
  const task = { phase: 'run-time', role: 'task', why: '' } as const;
  if (principal === undefined)
    return { phase: 'unknown', role: 'unknown', why: 'The message does not say who was refused.' };
  if (principal.kind !== 'role' || principal.name.startsWith('AWSReservedSSO_'))
    return { phase: 'unknown', role: 'caller', why: '' };
  const { name, session = '' } = principal;
  if (TASK_ID.test(session)) {
    if (isImagePull(action)) return execution;
    return /exec/i.test(name)
      ? { ...execution, why: `By its name ${name} is an execution role, which the agent uses.` }
      : task;
  }
  if (/^i-[0-9a-f]{8,17}$/.test(session)) {
    return {
      ...task,
      why: 'The call was made with the role of the container instance: the task has no task role, or the SDK did not find it.',
    };
  }
  if (OF_CALLERS.has(serviceOf(action))) return { phase: 'unknown', role: 'caller', why: '' };
  if (/exec/i.test(name)) return execution;
  return /task/i.test(name)
    ? task
    : { phase: 'unknown', role: 'unknown', why: `Nothing in the message says whether ${name} is a task role.` };
}

function isStartUp(text: string): boolean {
  return /ResourceInitializationError|CannotPull\w*ContainerError|CannotStartContainerError|CannotCreateContainerError|TaskFailedToStart|unable to pull secrets/i.test(
    text,
  );
}

function statement(
  role: DiagnosisRole,
  actions: readonly Action[],
  resource: string,
  denial: Denial | undefined,
): readonly string[] {
  if (actions.length === 0 || resource === '' || role === 'none' || role === 'unknown') return [];
  const name = denial?.principal?.name;
  const whom = role === 'caller' ? 'the caller' : `the ${role} role`;
  const json = JSON.stringify({
    Effect: 'Allow',
    Action: actions.length === 1 ? actions[0] : actions,
    Resource: resource,
  });
  return [`Add to a policy of ${whom}${name === undefined ? '' : ` (${name})`}: ${json}`];
}

function unknown(text: string): Diagnosis {
  const phase =
    isStartUp(text) || /stopped ?reason|failed to start|PENDING/i.test(text)
      ? 'start-up'
      : /exit code|exited|Traceback|Exception|AccessDenied/i.test(text)
        ? 'run-time'
        : 'unknown';
  return {
    phase,
    role: 'unknown',
    actions: [],
    resource: '',
    because: 'The message is none that is known here.',
    next:
      phase === 'run-time'
        ? ['Look for the first error before it in the logs of the container; an AccessDenied names action and role.']
        : ['Read the whole stoppedReason, and the reason of each container, with aws ecs describe-tasks.'],
  };
}
