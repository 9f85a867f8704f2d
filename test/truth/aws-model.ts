import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalog, openCatalog } from '../../src/iam/catalog/catalog.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { mergeReference } from '../../src/iam/catalog/merge-reference.ts';
import type { ServiceEntry } from '../../src/iam/catalog/service-entry.ts';
import { parseServiceReference } from '../../src/iam/catalog/service-reference.ts';
import { FIXTURE_OPERATIONS } from './fixture-operations.ts';
import { isManagement } from './recording.ts';
import { UNLISTED_OPERATIONS } from './unlisted-operations.ts';

/** An API operation, and every action that AWS may check for it: an upper bound, empty where AWS lists none. */
export interface Operation {
  readonly service: string;
  readonly name: string;
  readonly authorized: readonly string[];
}

/** What is known of AWS: the catalogue that the product works with, and the operations that the simulator draws from. */
export interface AwsModel {
  readonly catalog: Catalog;
  readonly operations: readonly Operation[];
  readonly byService: ReadonlyMap<string, readonly Operation[]>;
  /** Whether AWS states that policy generation sees an action in management events. */
  isTracked(action: string): boolean;
  /** Whether AWS's lists hold an action; they are older than the bundled catalogue, which may. */
  isListed(action: string): boolean;
  /** Where the operations come from, with the reason where that is the fixture. */
  readonly origin: string;
}

/** Action names of a service, each with AWS's flags: policy generation, last accessed. */
type Tracking = Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>;
type Lists = Readonly<Record<string, readonly string[]>>;

const DATA = join(import.meta.dirname, '../../../shared/data');

export interface AwsModelOptions {
  /** Use the small hand-made operations even where AWS's are at hand. */
  readonly fixture?: boolean;
  /** Withhold the operations from the product's catalogue, not from the simulator. */
  readonly withhold?: boolean;
}

/**
 * Opens the model. AWS's lists are read from `../shared/data`, and served to the product as a service reference that
 * `catalog refresh` would have read; without them a fixture of a few services does, which `origin` says.
 */
export async function loadAwsModel({ fixture = false, withhold = false }: AwsModelOptions = {}): Promise<AwsModel> {
  const file = join(DATA, 'aws-operations.json');
  const bundled = await loadCatalog();
  const hasLists = existsSync(file) && !fixture;
  const lists: Lists = hasLists ? JSON.parse(await readFile(file, 'utf8')) : FIXTURE_OPERATIONS;
  const tracking: Tracking = hasLists
    ? JSON.parse(await readFile(join(DATA, 'aws-action-tracking.json'), 'utf8'))
    : trackingOf(lists, bundled);
  const services = servicesOf(lists, tracking, !withhold);
  const readAt = Date.parse('2026-11-01T00:00:00Z');
  const catalog = openCatalog(mergeReference(bundled, { source: 'truth', readAt, services }));
  const operations = Object.entries({ ...lists, ...UNLISTED_OPERATIONS }).map(([key, authorized]): Operation => {
    const [service = '', name = ''] = key.split(':');
    return { service, name, authorized: authorized.filter((action) => catalog.indexOf(action) !== undefined) };
  });
  return {
    catalog,
    operations,
    byService: Map.groupBy(operations, ({ service }) => service),
    isTracked(action) {
      const [service = '', name = ''] = action.split(':');
      return tracking[service]?.[name]?.[0] === 1;
    },
    isListed(action) {
      const [service = '', name = ''] = action.split(':');
      return tracking[service]?.[name] !== undefined;
    },
    origin: hasLists
      ? `AWS's lists of ${operations.length} operations`
      : `a fixture of ${operations.length} operations (${fixture ? 'as asked for' : `no ${file}`})`,
  };
}

/** Of the fixture's services everything is tracked but what is recorded as data events, or not at all. */
function trackingOf(lists: Lists, bundled: Catalog): Tracking {
  const services = [...new Set(Object.keys(lists).map((key) => key.split(':')[0] ?? ''))];
  return Object.fromEntries(
    services.map((service) => {
      const { from, to } = bundled.serviceRange(service) ?? { from: 0, to: 0 };
      const actions = Array.from({ length: to - from }, (_, place) => bundled.actionAt(from + place));
      return [
        service,
        Object.fromEntries(
          actions.map((action) => [
            action.split(':')[1] ?? '',
            isManagement(action) ? ([1, 1] as const) : ([0, 0] as const),
          ]),
        ),
      ];
    }),
  );
}

/** The documents that AWS's service reference would have, read as `catalog refresh` reads them. */
function servicesOf(lists: Lists, tracking: Tracking, withOperations: boolean): readonly ServiceEntry[] {
  const operations = Map.groupBy(Object.entries(lists), ([key]) => key.split(':')[0] ?? '');
  return Object.entries(tracking).flatMap(([service, actions]) => {
    const document = {
      Name: service,
      Actions: Object.entries(actions).map(([name, [policyGeneration, lastAccessed]]) => ({
        Name: name,
        SupportedBy: {
          'IAM Access Analyzer Policy Generation': policyGeneration === 1,
          'IAM Action Last Accessed': lastAccessed === 1,
        },
      })),
      Operations: (withOperations ? (operations.get(service) ?? []) : []).map(([key, authorized]) => ({
        Name: key.split(':')[1],
        AuthorizedActions: authorized.map((action) => {
          const [Service, Name] = action.split(':');
          return { Service, Name };
        }),
      })),
    };
    const parsed = parseServiceReference(document);
    if (!parsed.ok) throw new Error(parsed.problem);
    return [parsed.value];
  });
}
