import type { Action } from '../action.ts';
import type { AccessLevel } from './access-level.ts';
import type { CatalogData, ServiceData } from './catalog-data.ts';
import {
  actionCountOf,
  decodeLevel,
  decodeNames,
  decodeOperations,
  decodeResourceTypes,
  decodeTracking,
  type ServiceNames,
} from './decode-service.ts';
import type { ActionTracking, ResourceType } from './service-entry.ts';

/** The actions that IAM knows. Each has a place, from 0; a service's actions are neighbours. Case is of no account. */
export interface Catalog {
  readonly version: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** When its newest part was written, where that is not `generatedAt`; ISO 8601. */
  readonly writtenAt?: string;
  readonly source: string;
  /** How many actions there are. */
  readonly size: number;
  /** True for a catalogue refreshed from AWS's service reference, which states operations and tracking. */
  readonly hasOperations: boolean;
  /** The stored form that it was made from. */
  readonly data: CatalogData;
  /** The place of an action; undefined where it is not known. */
  indexOf(action: string): number | undefined;
  /** @throws {RangeError} when the place is outside the catalogue */
  actionAt(place: number): Action;
  /** The catalogue's spelling of an action; an unknown one keeps its own, the service in lower case. */
  canonical(action: Action): Action;
  /** Service prefixes, sorted. */
  services(): readonly string[];
  hasService(prefix: string): boolean;
  /** The places of a service's actions: `from` inclusive, `to` exclusive. */
  serviceRange(prefix: string): { readonly from: number; readonly to: number } | undefined;
  /** A service's action names in lower case, sorted by UTF-16 code; `lowerNames(p)[i]` is the action at `from + i`. */
  lowerNames(prefix: string): readonly string[];
  accessLevelOf(action: string): AccessLevel | undefined;
  /** Empty for an action that works on no resource type, and for an unknown one. */
  resourceTypesOf(action: string): readonly ResourceType[];
  /** Actions that must be granted beside it. The bundled source states none; empty proves nothing. */
  dependentActionsOf(action: string): readonly Action[];
  /**
   * The actions that AWS may check for an API operation: an upper bound, and not in any order of importance. Empty where AWS
   * names the operation and lists none, undefined where the catalogue does not say; only a refreshed one ever does.
   */
  operationActions(service: string, operation: string): readonly Action[] | undefined;
  /** Undefined where the catalogue does not say; only a refreshed one ever does. */
  trackingOf(action: string): ActionTracking | undefined;
}

interface Service {
  readonly data: ServiceData;
  readonly from: number;
  readonly to: number;
  names?: ServiceNames;
  /** With prefix, as far as they were asked for: callers keep very many of them. */
  readonly actions: Action[];
  resourceTypes?: readonly (readonly ResourceType[])[];
  operations?: ReadonlyMap<string, readonly Action[]>;
}

/** Opens a catalogue. Costs next to nothing: each service is decoded when it is first asked for. */
export function openCatalog(data: CatalogData): Catalog {
  const services: Service[] = [];
  let size = 0;
  for (const service of data.services) {
    const to = size + actionCountOf(service);
    services.push({ data: service, from: size, to, actions: [] });
    size = to;
  }
  const byPrefix = new Map(services.map((service) => [service.data.prefix, service]));

  function namesOf(service: Service): ServiceNames {
    service.names ??= decodeNames(service.data);
    return service.names;
  }

  function find(action: string): { readonly service: Service; readonly place: number } | undefined {
    const lower = action.toLowerCase();
    const colon = lower.indexOf(':');
    const service = byPrefix.get(lower.slice(0, colon));
    if (colon === -1 || service === undefined) return undefined;
    const place = namesOf(service).placeOf.get(lower.slice(colon + 1));
    return place === undefined ? undefined : { service, place };
  }

  function serviceAt(place: number): Service {
    let low = 0;
    let high = services.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((services[middle]?.from ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    const service = services[low];
    if (service === undefined || !(place >= service.from && place < service.to)) {
      throw new RangeError(`Cannot name action ${place}: the catalogue has places 0 to ${size - 1}`);
    }
    return service;
  }

  function actionOf(service: Service, place: number): Action {
    const known = service.actions[place];
    if (known !== undefined) return known;
    const action: Action = `${service.data.prefix}:${namesOf(service).names[place] ?? ''}`;
    service.actions[place] = action;
    return action;
  }

  function canonical(action: Action): Action {
    const found = find(action);
    if (found !== undefined) return actionOf(found.service, found.place);
    const colon = action.indexOf(':');
    return `${action.slice(0, colon).toLowerCase()}:${action.slice(colon + 1)}`;
  }

  return {
    version: data.version,
    generatedAt: data.generatedAt,
    ...(data.writtenAt !== undefined && { writtenAt: data.writtenAt }),
    source: data.source,
    size,
    hasOperations: data.services.some((service) => service.operations !== undefined),
    data,
    indexOf(action) {
      const found = find(action);
      return found === undefined ? undefined : found.service.from + found.place;
    },
    actionAt(place) {
      const service = serviceAt(place);
      return actionOf(service, place - service.from);
    },
    canonical,
    services: () => data.services.map((service) => service.prefix),
    hasService: (prefix) => byPrefix.has(prefix.toLowerCase()),
    serviceRange(prefix) {
      const service = byPrefix.get(prefix.toLowerCase());
      return service === undefined ? undefined : { from: service.from, to: service.to };
    },
    lowerNames(prefix) {
      const service = byPrefix.get(prefix.toLowerCase());
      return service === undefined ? [] : namesOf(service).lowerNames;
    },
    accessLevelOf(action) {
      const found = find(action);
      return found === undefined ? undefined : decodeLevel(found.service.data, found.place);
    },
    resourceTypesOf(action) {
      const found = find(action);
      if (found === undefined) return [];
      found.service.resourceTypes ??= decodeResourceTypes(found.service.data);
      return found.service.resourceTypes[found.place] ?? [];
    },
    dependentActionsOf(action) {
      const found = find(action);
      if (found === undefined) return [];
      const name = namesOf(found.service).lowerNames[found.place] ?? '';
      return (found.service.data.dependents?.[name] ?? []).map((dependent) => canonical(dependent as Action));
    },
    operationActions(prefix, operation) {
      const service = byPrefix.get(prefix.toLowerCase());
      if (service === undefined) return undefined;
      service.operations ??= new Map(
        [...decodeOperations(service.data)].map(([name, actions]) => [name.toLowerCase(), actions]),
      );
      return service.operations.get(operation.toLowerCase())?.map((action) => canonical(action));
    },
    trackingOf(action) {
      const found = find(action);
      return found === undefined ? undefined : decodeTracking(found.service.data, found.place);
    },
  };
}
