import { homedir } from 'node:os';
import { catalogInForce, defaultCatalogPath } from '../aws/catalog-file.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import { type Terminal, writeText } from './terminal.ts';

/** The catalogue that `catalog info` shows: the refreshed one, else the bundled one; a bad one is told on standard error. */
export async function openCatalogInForce(terminal: Terminal): Promise<Catalog> {
  const inForce = await catalogInForce(catalogPath(terminal));
  if (inForce.problem !== undefined) await writeText(terminal.stderr, `ecs-role-auditor: ${inForce.problem}\n`);
  return inForce.catalog;
}

/** Where this user's refreshed catalogue is kept. */
export function catalogPath({ environment }: Terminal): string {
  return defaultCatalogPath(environment['XDG_CACHE_HOME'], homedir());
}
