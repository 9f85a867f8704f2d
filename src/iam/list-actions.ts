import { placesOf } from './action-set.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { ActionSelection } from './expand.ts';

/** One line of a listing. */
export interface ListedAction {
  /** As the catalogue spells it; as written (perhaps with wildcards) where the catalogue knows nothing that it matches. */
  readonly action: string;
  readonly inCatalog: boolean;
}

/** What a selection holds, by name: the catalogue's actions in its order, then what it does not know. */
export function* listActions(catalog: Catalog, selection: ActionSelection): Generator<ListedAction, void> {
  for (const place of placesOf(selection.known)) yield { action: catalog.actionAt(place), inCatalog: true };
  for (const action of selection.unknown) yield { action, inCatalog: false };
}
