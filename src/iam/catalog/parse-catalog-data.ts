import { z } from 'zod';
import { ok, problem, type Result } from '../../base/result.ts';
import type { CatalogData, ServiceData } from './catalog-data.ts';

const ServiceShape = z.strictObject({
  prefix: z.string().regex(/^[a-z0-9-]{1,64}$/),
  names: z.string(),
  levels: z.string().regex(/^[LRWPT-]*$/),
  resources: z.array(z.tuple([z.string()], z.string())),
  resourceSets: z.array(z.string().regex(/^\d+!?(,\d+!?)*$/)),
  uses: z.string().regex(/^[\d,]*$/),
  dependents: z.record(z.string(), z.array(z.string())).exactOptional(),
  operations: z.record(z.string(), z.string()).exactOptional(),
  tracking: z
    .string()
    .regex(/^[0-3-]*$/)
    .exactOptional(),
});

const CatalogShape = z.strictObject({
  format: z.literal(1),
  version: z.string().min(1),
  generatedAt: z.iso.datetime(),
  writtenAt: z.iso.datetime().exactOptional(),
  source: z.string().min(1),
  services: z.array(ServiceShape).min(1),
});

/** Reads a stored catalogue. One that was cut, changed by hand, or made by another version of the program is refused. */
export function parseCatalogData(json: unknown): Result<CatalogData> {
  const read = CatalogShape.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return problem(
      `Cannot read catalogue: at ${z.core.toDotPath(issue?.path ?? []) || 'the top'}: ${issue?.message ?? 'another shape'}`,
    );
  }
  for (const [i, service] of read.data.services.entries()) {
    const before = read.data.services[i - 1]?.prefix ?? '';
    const fault = before >= service.prefix ? `expected after "${before}"` : faultOf(service);
    if (fault !== undefined) return problem(`Cannot read catalogue: service "${service.prefix}": ${fault}`);
  }
  return ok(read.data);
}

function faultOf(service: ServiceData): string | undefined {
  const { levels, names, uses, tracking = levels } = service;
  const nameCount = names === '' ? 0 : names.split(' ').length;
  if (nameCount !== levels.length) return `found ${nameCount} names and ${levels.length} levels, expected as many`;
  if (uses.split(',').length !== Math.max(1, nameCount)) return `expected resource types for ${nameCount} actions`;
  if (tracking.length !== nameCount) return `found tracking of ${tracking.length} actions, expected ${nameCount}`;
  if (!names.split(' ').every((part) => names === '' || /^[0-9a-z][A-Za-z0-9_-]*$/.test(part))) {
    return 'a name has characters that no action name has';
  }
  return undefined;
}
