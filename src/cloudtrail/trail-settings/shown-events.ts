import type { EpochMs } from '../../base/time.ts';
import { recordedBySelectors } from './recorded-by-selectors.ts';
import type { SessionPrefix } from './session-filter.ts';
import type { TrailSelectors } from './trail.ts';

/** Events of a kind that were read where a trail delivers: when they happened, it recorded such. */
export interface ShownEvents {
  /** `management`, or the resource type of data events. */
  readonly events: string;
  /** Whose they were; absent: somebody's. */
  readonly role?: SessionPrefix;
  /** The latest of them that is older than what the event history may not hold yet. */
  readonly at: EpochMs;
}

/** Without the kinds of which another trail that delivers to the same place may have recorded some: whose they are does not show. */
export function shownOfTrail(
  shown: readonly ShownEvents[],
  others: readonly { readonly selectors: TrailSelectors }[],
): readonly ShownEvents[] {
  const ofOthers = new Set(
    others.flatMap(({ selectors }) => {
      const { management, data, partial } = recordedBySelectors(selectors);
      return [
        ...(management.length > 0 ? ['management'] : []),
        ...data.map(({ type }) => type),
        ...partial.map(({ what }) => what),
      ];
    }),
  );
  return shown.filter(({ events }) => !ofOthers.has(events));
}
