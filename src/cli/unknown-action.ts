import { didYouMean } from '../base/nearest.ts';
import type { Action } from '../iam/action.ts';
import { nameOf, serviceOf } from '../iam/action.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';

/** What is to be said of an action that the catalogue does not list: a slip of the pen must not read as "not granted". */
export function unknownAction(action: Action, catalog: Catalog): string | undefined {
  if (catalog.indexOf(action) !== undefined) return undefined;
  return `${action} is not in the catalogue of IAM actions${meant(action, catalog)}: check its spelling, or "catalog refresh" where it is new`;
}

/** ` (did you mean …?)` of an action or pattern that matches nothing. */
export function meant(action: Action, catalog: Catalog): string {
  const service = serviceOf(action);
  const range = catalog.serviceRange(service);
  if (range === undefined) {
    const hint = didYouMean(service, catalog.services());
    return hint === '' ? '' : hint.replace('?', `:${nameOf(action)}?`);
  }
  const names = Array.from({ length: range.to - range.from }, (_, place) =>
    nameOf(catalog.actionAt(range.from + place)),
  );
  return didYouMean(nameOf(action), names).replace('mean ', `mean ${service}:`);
}
