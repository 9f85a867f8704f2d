import { randomUUID } from 'node:crypto';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import { RUN_MARKER_FORM } from '../ledger/ledger-form.ts';
import {
  type EarlierRuns,
  earlierRuns,
  joinRunMarkers,
  pruneRunMarkers,
  type RunMarker,
  type RunMarkers,
} from '../ledger/run-marker.ts';
import type { SideDocuments } from './side-documents.ts';
import { openDocument } from './stored-document.ts';

/** How a run was started. */
export interface RunStart extends Pick<RunMarker, 'event' | 'request' | 'memory'> {
  /** Milliseconds that it has at most; a run without a limit is taken to have died after this long. */
  readonly limit: number;
}

/** The mark of a run that has begun. */
export interface OpenRunMarker extends EarlierRuns {
  /** Tells the run apart from all others. */
  readonly id: string;
  /** Marks the run as ended. `toldOfDied`: people were told of the runs that died, so that the next run does not tell again. Never rejects. */
  close(status: 'finished' | 'failed', toldOfDied: boolean): Promise<void>;
  /** What could not be read or stored; the run goes on without it. */
  readonly incomplete: readonly Incomplete[];
}

/**
 * Marks a run as begun, before it does anything else, unless another has done or is doing the same; of two that begin at once for one
 * event, the store lets one be first. Without a store nothing is marked, and nothing is known of other runs.
 */
export async function openRunMarker(
  place: SideDocuments | undefined,
  run: RunStart & { readonly accountId: string; readonly now: EpochMs },
): Promise<OpenRunMarker> {
  const { accountId, now, limit, event, request, memory } = run;
  const id = randomUUID();
  if (place === undefined) return { id, died: new Map(), close: async () => undefined, incomplete: [] };
  const document = await openDocument<RunMarkers>({
    store: place.store,
    name: `${place.folder}runs.json.gz`,
    account: accountId,
    form: RUN_MARKER_FORM,
    empty: new Map(),
    merge: joinRunMarkers,
    prune: (markers) => pruneRunMarkers(markers, now),
    setsAside: true,
  });
  const own: RunMarker = {
    at: now,
    limit: Math.round(limit),
    status: 'open',
    ...(event !== undefined && { event }),
    ...(request !== undefined && { request }),
    ...(memory !== undefined && { memory }),
  };
  let earlier: EarlierRuns = { died: new Map() };
  await document.update((markers) => {
    // Its own may be there: a write whose answer was lost is done, and found to be done.
    earlier = earlierRuns(new Map([...markers].filter(([of]) => of !== id)), run);
    return earlier.same === undefined ? new Map([[id, own]]) : new Map();
  });
  return {
    ...earlier,
    id,
    async close(status, toldOfDied) {
      const told = toldOfDied ? earlier.died : new Map<string, RunMarker>();
      const died = [...told].map(([of, marker]): [string, RunMarker] => [of, { ...marker, status: 'died' }]);
      await document.update(() => new Map([...died, [id, { ...own, status }]]));
    },
    get incomplete() {
      return document.incomplete;
    },
  };
}
