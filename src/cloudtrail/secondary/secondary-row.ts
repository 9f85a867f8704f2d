import type { Action } from '../../iam/action.ts';
import type { ValueFacet } from '../value-facets.ts';

/**
 * One fact: calls for which AWS may check further actions, when (a parameter so named has a value, or a value that
 * is kept matches; without either, whenever anything was passed), and why. Such checks leave no event of their own, so that without this table the
 * further action would look unused.
 */
export interface SecondaryRow {
  readonly events: readonly `${string}:${string}`[];
  readonly actions: readonly Action[];
  readonly parameter?: RegExp;
  /** A parameter so named shows that it does not hold; not asked of calls that are taken together. */
  readonly unless?: RegExp;
  /** Holds for every such call, also where nothing was passed. */
  readonly always?: true;
  readonly value?: { readonly facet: ValueFacet; readonly is: RegExp };
  /** Set where parameter or value alone decide, so that AWS's list of the operation credits nothing without it: the AWS page that says so. */
  readonly decidedBy?: string;
  readonly reason: string;
}
