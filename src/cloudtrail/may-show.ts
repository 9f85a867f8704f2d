import { type Action, nameOf, serviceOf } from '../iam/action.ts';
import { type ActionCatalog, knownAction } from './action-catalog.ts';
import { callActions } from './event-actions.ts';
import { eventSourceOf } from './event-source.ts';
import { EVENT_SOURCES } from './event-source-labels.ts';
import { ANY_PARAMETERS } from './parameter-facets.ts';

/**
 * Whether events of a name may show an action, whatever they were called with and whatever came of them: without them its silence proves
 * nothing. An event that nobody knows may show any action.
 */
export function mayShow(eventName: string, action: Action, catalog: ActionCatalog): boolean {
  const service = serviceOf(action).toLowerCase();
  if (nameOf(action).toLowerCase() === eventName.toLowerCase()) return true;
  const labels = EVENT_SOURCES.filter(([, prefixes]) => prefixes.includes(service)).map(
    ([label]) => `${label}.amazonaws.com`,
  );
  const wanted = knownAction(catalog, action);
  return [eventSourceOf(service), ...labels].some((eventSource) =>
    // To whoever may not list a bucket, S3 does not say that a key is missing.
    [{}, { errorCode: 'NoSuchKey' }].some((outcome) => {
      const { actions, unknownIn } = callActions(
        { eventSource, eventName, parameters: ANY_PARAMETERS, ...outcome },
        catalog,
      );
      return unknownIn.length > 0 || actions.some((proof) => proof.action === wanted);
    }),
  );
}
