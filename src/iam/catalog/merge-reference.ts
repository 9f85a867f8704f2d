import { byText } from '../../base/by-text.ts';
import { ok, problem, type Result } from '../../base/result.ts';
import { type EpochMs, toIso } from '../../base/time.ts';
import type { Catalog } from './catalog.ts';
import type { CatalogData } from './catalog-data.ts';
import { decodeService } from './decode-service.ts';
import { encodeService } from './encode-service.ts';
import type { ActionEntry, ServiceEntry } from './service-entry.ts';

/** A whole reading of AWS's service reference. */
export interface ServiceReference {
  /** The URL or directory that it was read from. */
  readonly source: string;
  readonly readAt: EpochMs;
  /** When the newest document was written; absent where nothing says so. */
  readonly writtenAt?: EpochMs;
  readonly services: readonly ServiceEntry[];
}

const MOST_LOST = 0.2;

/**
 * Says what speaks against taking a service reference in place of the catalogue in force: one that lacks more than a
 * fifth of its actions is a broken download, not news.
 */
export function checkAgainst(inForce: Catalog, reference: ServiceReference): Result<ServiceReference> {
  const offered = new Set(
    reference.services.flatMap((service) =>
      service.actions.map((action) => `${service.prefix}:${action.name}`.toLowerCase()),
    ),
  );
  let lost = 0;
  for (let place = 0; place < inForce.size; place++) if (!offered.has(inForce.actionAt(place).toLowerCase())) lost++;
  if (lost <= inForce.size * MOST_LOST) return ok(reference);
  return problem(
    `Cannot use the service reference of ${reference.source}: it lacks ${lost} of the ${inForce.size} actions ` +
      `of the catalogue in force, expected at most ${MOST_LOST * 100} %`,
  );
}

/**
 * The bundled catalogue and the reference together. An action that either knows is known; what only the one says (the
 * required resource types of the one, operations and tracking of the other) is kept, and levels are the reference's.
 */
export function mergeReference(bundled: Catalog, reference: ServiceReference): CatalogData {
  const base = new Map(bundled.data.services.map((service) => [service.prefix, decodeService(service)]));
  const fresh = new Map(reference.services.map((service) => [service.prefix, service]));
  const prefixes = [...new Set([...base.keys(), ...fresh.keys()])].toSorted(byText);
  const readAt = toIso(reference.readAt);
  return {
    format: 1,
    version: `${bundled.version}+service-reference.${readAt.slice(0, 10)}`,
    generatedAt: readAt,
    ...(reference.writtenAt !== undefined && { writtenAt: toIso(Math.min(reference.writtenAt, reference.readAt)) }),
    source: `${bundled.source} and ${reference.source}`,
    services: prefixes.map((prefix) => {
      const none = { prefix, actions: [], resources: [] };
      return encodeService(mergeService(base.get(prefix) ?? none, fresh.get(prefix) ?? none));
    }),
  };
}

function mergeService(base: ServiceEntry, fresh: ServiceEntry): ServiceEntry {
  const actions = new Map(base.actions.map((action) => [action.name.toLowerCase(), action]));
  for (const action of fresh.actions) {
    const known = actions.get(action.name.toLowerCase());
    actions.set(action.name.toLowerCase(), known === undefined ? action : mergeAction(known, action));
  }
  const arns = new Map<string, Set<string>>();
  for (const { name, arnPatterns } of [...base.resources, ...fresh.resources]) {
    arns.set(name, (arns.get(name) ?? new Set()).union(new Set(arnPatterns)));
  }
  return {
    prefix: base.prefix,
    actions: [...actions.values()],
    resources: [...arns].map(([name, patterns]) => ({ name, arnPatterns: [...patterns] })),
    ...(fresh.operations !== undefined && { operations: fresh.operations }),
  };
}

function mergeAction(base: ActionEntry, fresh: ActionEntry): ActionEntry {
  const known = new Set(base.resources.map((resource) => resource.name));
  const level = fresh.level ?? base.level;
  return {
    name: fresh.name,
    ...(level !== undefined && { level }),
    resources: [...base.resources, ...fresh.resources.filter((resource) => !known.has(resource.name))],
    dependents: base.dependents,
    ...(fresh.tracking !== undefined && { tracking: fresh.tracking }),
  };
}
