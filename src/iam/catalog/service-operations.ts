import type { Action } from '../action.ts';
import type { ServiceData } from './catalog-data.ts';

/** API operation, in lower case → actions, `service:Name`. */
export type ServiceOperations = ReadonlyMap<string, readonly Action[]>;

/** Unpacks the operations of a service; empty where the source states none. */
export function serviceOperations(data: ServiceData): ServiceOperations {
  const rows = Object.entries(data.operations ?? {});
  return new Map(
    rows.map(([operation, actions]) => [
      operation.toLowerCase(),
      actions
        .split(',')
        .map((action) => (action.includes(':') ? (action as Action) : (`${data.prefix}:${action}` as const))),
    ]),
  );
}
