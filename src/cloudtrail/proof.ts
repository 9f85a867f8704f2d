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
  /** IAM service prefixes that an unknown event credits as in use: none of their actions may be called unused on this evidence. */
  readonly unknownIn: readonly string[];
}

/** The event name of calls that a summary counts without naming them. */
export const UNNAMED_CALLS = 'calls that a summary does not name';

/** Works out what a call proves. */
export function proofOf(call: Call, catalog: ActionCatalog): Proof {
  if (call.summary !== undefined && call.eventName === UNNAMED_CALLS) {
    return { outcome: 'used', actions: [], unknownIn: prefixesOf(call.eventSource, catalog) };
  }
  const outcome = outcomeOf(call);
  const { actions, unknownIn } = callActions(call, catalog);
  if (call.summary === 'uncertain') return { outcome, actions: actions.map(atMostPossible), unknownIn };
  return { outcome, actions: refusedOrAll(outcome, actions, call, catalog), unknownIn };
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

/** A refusal that names the action refused says more than the event's name: RunTask may have failed on iam:PassRole. */
function refusedOrAll(
  outcome: Outcome,
  actions: readonly ProvenAction[],
  { refusal }: Call,
  catalog: ActionCatalog,
): readonly ProvenAction[] {
  if (outcome !== 'denied') return actions;
  const refused = refusal?.action === undefined ? undefined : knownAction(catalog, refusal.action);
  if (refused !== undefined) return [{ action: refused, certainty: 'exact' }];
  const exact = actions.filter(({ certainty }) => certainty === 'exact');
  return exact.length > 0 ? exact : actions;
}

function atMostPossible({ action, certainty }: ProvenAction): ProvenAction {
  return { action, certainty: certainty === 'exact' ? 'possible' : certainty };
}
