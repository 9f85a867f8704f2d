import { watcher } from '../evidence/watched.ts';
import type { Action } from '../iam/action.ts';
import type { Evidence, Observability } from './assessment-input.ts';

/** Prepares the evidence of one audit: what is asked for every role and action is worked out once. */
export function gatherEvidence(parts: Omit<Evidence, 'watched'>): Evidence {
  const known = new Map<Action, Observability>();
  return {
    ...parts,
    watched: watcher(parts.past),
    observabilityOf(action) {
      const observability = known.get(action) ?? parts.observabilityOf(action);
      known.set(action, observability);
      return observability;
    },
  };
}
