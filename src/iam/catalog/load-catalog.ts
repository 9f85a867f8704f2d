import { type Catalog, openCatalog } from './catalog.ts';

let loaded: Promise<Catalog> | undefined;

/** The bundled catalogue, read when first asked for and kept. */
export function loadCatalog(): Promise<Catalog> {
  loaded ??= import('./generated/catalog-data.ts').then((module) => openCatalog(module.catalogData));
  return loaded;
}
