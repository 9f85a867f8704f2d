import { type ActionCatalog, knownAction } from './action-catalog.ts';
import type { Call } from './call.ts';
import { callActions } from './event-actions.ts';
import { prefixesOf } from './event-source.ts';
import type { Outcome, ProvenAction } from './observation.ts';
import { outcomeOf } from './outcome.ts';

/** What a call proves by today's rules and catalogue. */
export interface Proof {
  readonly outcome: Outcome;
  /** Empty when the call needs no permission, or when nobody knows which (then `unknownIn` is set). */
  readonly actions: readonly ProvenAction[];
  /** Of a denied call: actions whose check it had passed, or may have passed, before another was refused. They are uses. */
  readonly passed: readonly ProvenAction[];
  /**
   * IAM service prefixes that an unknown event credits as in use: none of their actions may be called unused on this evidence. Empty for
   * an event that was refused its own action.
   */
  readonly unknownIn: readonly string[];
}

/** The event name of calls that a summary counts without naming them. */
export const UNNAMED_CALLS = 'calls that a summary does not name';

/** Works out what a call proves. */
export function proofOf(call: Call, catalog: ActionCatalog): Proof {
  if (call.summary !== undefined && call.eventName === UNNAMED_CALLS) {
    return { outcome: 'used', actions: [], passed: [], unknownIn: prefixesOf(call.eventSource, catalog) };
  }
  const outcome = outcomeOf(call);
  const { actions, unknownIn } = callActions(ofPrincipal(call), catalog);
  if (call.summary === 'uncertain') return { outcome, actions: actions.map(atMostPossible), passed: [], unknownIn };
  if (outcome !== 'denied') return { outcome, actions, passed: [], unknownIn };
  return { outcome, ...refusedAndPassed(actions, call, catalog), unknownIn: passedUnknown(unknownIn, call) };
}

/** Of a denied call of which nobody knows the action: that was passed where another service's was refused. */
function passedUnknown(unknownIn: readonly string[], { refusal }: Call): readonly string[] {
  const refused = refusal?.action?.split(':')[0]?.toLowerCase();
  return refused === undefined || unknownIn.some((service) => service.toLowerCase() === refused) ? [] : unknownIn;
}

/** What a service reports with a principal of its own is that principal's call, as connections to EFS are. */
function ofPrincipal(call: Call): Call {
  if (call.eventType !== 'AwsServiceEvent') return call;
  const { eventType: _, ...own } = call;
  return own;
}

/** Gives proofs, each worked out once. */
export function proofs(catalog: ActionCatalog): (key: string, call: Call) => Proof {
  const known = new Map<string, Proof>();
  return (key, call) => {
    const proof = known.get(key) ?? proofOf(call, catalog);
    known.set(key, proof);
    return proof;
  };
}

/**
 * What was refused of a denied call, and what it had passed before. A refusal that names its action says more than the event's
 * name: RunTask refused for iam:PassRole was allowed ecs:RunTask, GetSecretValue refused for kms:Decrypt was allowed to read
 * the secret.
 */
function refusedAndPassed(
  actions: readonly ProvenAction[],
  call: Call,
  catalog: ActionCatalog,
): Pick<Proof, 'actions' | 'passed'> {
  const named = call.refusal?.action;
  const refused = named === undefined ? undefined : knownAction(catalog, named);
  if (refused === undefined) {
    const exact = actions.filter(({ certainty }) => certainty === 'exact');
    // A refused action that the catalogue does not know is another than the call's own.
    const mayPass = named !== undefined || missingObject(call) || hidesAction(call, actions);
    // Nobody knows which it was, so each of the others may have been passed, those that are asked for beside the call's own among them.
    const checked = actions.filter(({ certainty }) => certainty !== 'implied');
    return { actions: exact.length > 0 ? exact : actions, passed: mayPass ? checked.map(atMostPossible) : [] };
  }
  // Of a call that was refused its own action, nothing was checked that others ask for beside it.
  const isOwn = actions.some(({ action, certainty }) => action === refused && certainty === 'exact');
  const others = actions.filter(
    ({ action, certainty }) => action !== refused && certainty !== 'implied' && (!isOwn || certainty === 'exact'),
  );
  return { actions: [{ action: refused, certainty: 'exact' }], passed: others.map(atMostPossible) };
}

/**
 * Whether a refusal may mean that an S3 object does not exist: callers who may read it but not list its bucket are told
 * "Access Denied" ("GetObject", "HeadObject" and "CopyObject", Amazon S3 API Reference).
 */
function missingObject({ eventSource, eventName, refusal }: Call): boolean {
  return eventSource.startsWith('s3.') && READS_OBJECT.test(eventName) && refusal?.action === undefined;
}

/**
 * Whether a refusal may be of another action than the call's own: EC2 encodes which one it was ("DecodeAuthorizationMessage", AWS STS
 * API Reference), and that is as often as not the role that is passed, or a tag.
 */
function hidesAction({ eventSource }: Call, actions: readonly ProvenAction[]): boolean {
  return eventSource.startsWith('ec2.') && actions.some(({ certainty }) => certainty !== 'exact');
}

const READS_OBJECT = /^(GetObject|HeadObject|CopyObject|UploadPartCopy|SelectObjectContent)/;

function atMostPossible({ action, certainty }: ProvenAction): ProvenAction {
  return { action, certainty: certainty === 'exact' ? 'possible' : certainty };
}
