import { type Action, parseAction } from '../iam/action.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';

/** What this folder asks of the catalogue of IAM actions. */
export type ActionCatalog = Pick<
  Catalog,
  'indexOf' | 'canonical' | 'hasService' | 'services' | 'operationActions' | 'trackingOf'
>;

/** The catalogue's spelling of an action written in any case; `undefined` when the catalogue knows none such. */
export function knownAction(catalog: ActionCatalog, text: string): Action | undefined {
  if (catalog.indexOf(text) === undefined) return undefined;
  const action = parseAction(text);
  return action.ok ? catalog.canonical(action.value) : undefined;
}
