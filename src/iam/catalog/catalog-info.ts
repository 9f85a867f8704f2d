import type { Catalog } from './catalog.ts';

/** What there is to say about a catalogue. */
export interface CatalogInfo {
  readonly version: string;
  /** When it was made; of a refreshed one, when the service reference was read. */
  readonly generatedAt: string;
  /** When the newest document of the service reference was written, where that is known. */
  readonly writtenAt?: string;
  readonly source: string;
  readonly services: number;
  readonly actions: number;
  /** API operations whose authorised actions are known; 0 until the catalogue is refreshed. */
  readonly operations: number;
  /** Actions of which it is known whether AWS's own reports follow them; 0 until the catalogue is refreshed. */
  readonly tracked: number;
}

/** Counts what a catalogue holds. */
export function catalogInfo(catalog: Catalog): CatalogInfo {
  const { services } = catalog.data;
  return {
    version: catalog.version,
    generatedAt: catalog.generatedAt,
    ...(catalog.writtenAt !== undefined && { writtenAt: catalog.writtenAt }),
    source: catalog.source,
    services: services.length,
    actions: catalog.size,
    operations: services.reduce((sum, service) => sum + listing(service.operations ?? {}), 0),
    tracked: services.reduce((sum, service) => sum + (service.tracking ?? '').replaceAll('-', '').length, 0),
  };
}

/** How many operations name an action. */
function listing(operations: Readonly<Record<string, string>>): number {
  return Object.values(operations).filter((actions) => actions !== '').length;
}
