import type { Action } from '../action.ts';
import { type AccessLevel, levelOf } from './access-level.ts';
import type { ServiceData } from './catalog-data.ts';
import type { ActionTracking, ResourceType, ServiceEntry } from './service-entry.ts';

/** A service's names, ready for look-ups. */
export interface ServiceNames {
  /** In the catalogue's spelling, sorted without regard to case. */
  readonly names: readonly string[];
  /** The same in lower case: sorted by UTF-16 code. */
  readonly lowerNames: readonly string[];
  readonly placeOf: ReadonlyMap<string, number>;
}

/** How many actions the data holds, known without decoding them. */
export function actionCountOf(data: ServiceData): number {
  return data.levels.length;
}

/** Unpacks the names. */
export function decodeNames(data: ServiceData): ServiceNames {
  const names: string[] = [];
  const lowerNames: string[] = [];
  const placeOf = new Map<string, number>();
  let before = '';
  if (data.names !== '') {
    for (const part of data.names.split(' ')) {
      before = before.slice(0, Number.parseInt(part[0] ?? '0', 36)) + part.slice(1);
      const lower = before.toLowerCase();
      placeOf.set(lower, names.length);
      names.push(before);
      lowerNames.push(lower);
    }
  }
  return { names, lowerNames, placeOf };
}

/** The access level of the action at this place of the service. */
export function decodeLevel(data: ServiceData, place: number): AccessLevel | undefined {
  return levelOf(data.levels[place] ?? '-');
}

/** The tracking flags of the action at this place of the service; undefined where the source does not say. */
export function decodeTracking(data: ServiceData, place: number): ActionTracking | undefined {
  const digit = data.tracking?.[place] ?? '-';
  if (digit === '-') return undefined;
  const bits = Number(digit);
  return { policyGeneration: (bits & 1) !== 0, lastAccessed: (bits & 2) !== 0 };
}

/** The resource types of every action of the service, in the order of its names. */
export function decodeResourceTypes(data: ServiceData): readonly (readonly ResourceType[])[] {
  const sets = data.resourceSets.map((set) =>
    set.split(',').map((use): ResourceType => {
      const required = use.endsWith('!');
      const [name = '', ...arnPatterns] = data.resources[Number(required ? use.slice(0, -1) : use)] ?? [''];
      return { name, arnPatterns, required };
    }),
  );
  return data.uses.split(',').map((use) => (use === '' ? [] : (sets[Number(use)] ?? [])));
}

/** Unpacks a whole service into the open form; `encodeService` of it gives the same data. */
export function decodeService(data: ServiceData): ServiceEntry {
  const resourceTypes = decodeResourceTypes(data);
  const { names, lowerNames } = decodeNames(data);
  return {
    prefix: data.prefix,
    actions: names.map((name, place) => {
      const level = decodeLevel(data, place);
      const tracking = decodeTracking(data, place);
      return {
        name,
        ...(level !== undefined && { level }),
        resources: (resourceTypes[place] ?? []).map((type) => ({ name: type.name, required: type.required })),
        dependents: data.dependents?.[lowerNames[place] ?? ''] ?? [],
        ...(tracking !== undefined && { tracking }),
      };
    }),
    resources: data.resources.map(([name, ...arnPatterns]) => ({ name, arnPatterns })),
    ...(data.operations !== undefined && { operations: decodeOperations(data) }),
  };
}

/** API operation → the actions that AWS may check for it, none where AWS lists none; empty where the source states no operations. */
export function decodeOperations(data: ServiceData): ReadonlyMap<string, readonly Action[]> {
  return new Map(
    Object.entries(data.operations ?? {}).map(([operation, actions]) => [
      operation,
      actions === ''
        ? []
        : actions.split(',').map((text) => (text.includes(':') ? text : `${data.prefix}:${text}`) as Action),
    ]),
  );
}
