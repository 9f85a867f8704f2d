import { messageOf } from '../base/attempt.ts';
import { DAY_MS, day, type EpochMs } from '../base/time.ts';
import { type Catalog, openCatalog } from '../iam/catalog/catalog.ts';
import type { LedgerStore, StoredBytes } from '../ports.ts';
import { decodeCatalogFile, encodeCatalogFile } from './catalog-file.ts';
import type { DownloadLimits } from './limited-fetch.ts';
import { downloadCatalog, SERVICE_REFERENCE_URL } from './service-reference.ts';

/** AWS changes its reference daily; actions that matter appear in it long before roles are granted them. */
const RENEWED_AFTER_MS = 7 * DAY_MS;

/** The whole reference takes seconds; a network that drops packets must not take the night. */
const LIMITS: Partial<DownloadLimits> = { timeoutMs: 10_000, retries: 1 };
const MOST_MS = 60_000;

/** The document's name in the store. */
export const STORED_CATALOG = 'catalog.json.gz';

export interface RenewRequest {
  readonly store: Pick<LedgerStore, 'read' | 'write' | 'address'>;
  /** The catalogue of the program itself, or of whoever runs it. */
  readonly own: Catalog;
  readonly now: EpochMs;
  /** Where the service reference is; AWS's own where absent. */
  readonly from?: string;
  readonly limits?: Partial<DownloadLimits>;
}

/** The catalogue to work with, and what a reader must know of it, a sentence each. */
export interface RenewedCatalog {
  readonly catalog: Catalog;
  readonly caveats: readonly string[];
}

/**
 * The stored catalogue, renewed from AWS's service reference where it is a week old or there is none; the program's own where
 * that is newer. Never throws: whatever goes wrong, the best catalogue at hand is used, and it is said.
 */
export async function renewCatalog({ store, own, now, from, limits }: RenewRequest): Promise<RenewedCatalog> {
  const stored = await storedCatalog(store);
  const isNewer = stored.catalog !== undefined && Date.parse(stored.catalog.generatedAt) >= Date.parse(own.generatedAt);
  const inForce = isNewer && stored.catalog !== undefined ? stored.catalog : own;
  if (isNewer && now - Date.parse(inForce.generatedAt) < RENEWED_AFTER_MS) {
    return { catalog: inForce, caveats: stored.caveats };
  }
  const fresh = await downloadCatalog({
    from: from ?? SERVICE_REFERENCE_URL,
    current: inForce,
    bundled: own,
    now,
    limits: { ...LIMITS, ...limits, signal: AbortSignal.timeout(MOST_MS) },
  });
  if (!fresh.ok) {
    const caveat = `The catalogue of IAM actions could not be renewed, and that of ${day(Date.parse(inForce.generatedAt))} is used: ${fresh.problem}`;
    return { catalog: inForce, caveats: [...stored.caveats, caveat] };
  }
  try {
    // Where another run was first, its catalogue is as good.
    await store.write(STORED_CATALOG, await encodeCatalogFile(fresh.value), stored.version);
    return { catalog: openCatalog(fresh.value), caveats: stored.caveats };
  } catch (error) {
    const caveat = `The renewed catalogue of IAM actions could not be kept: ${messageOf(error)}`;
    return { catalog: openCatalog(fresh.value), caveats: [...stored.caveats, caveat] };
  }
}

/** The stored catalogue where it can be read and is newer than the program's own. Never throws. */
export async function newerCatalog({ store, own }: Pick<RenewRequest, 'store' | 'own'>): Promise<Catalog> {
  const { catalog } = await storedCatalog(store);
  return catalog !== undefined && Date.parse(catalog.generatedAt) > Date.parse(own.generatedAt) ? catalog : own;
}

interface StoredCatalog {
  readonly catalog?: Catalog;
  readonly version?: string;
  readonly caveats: readonly string[];
}

async function storedCatalog(store: RenewRequest['store']): Promise<StoredCatalog> {
  const place = store.address(STORED_CATALOG);
  let found: StoredBytes | undefined;
  try {
    const document = await store.read(STORED_CATALOG);
    found = document !== undefined && 'bytes' in document ? document : undefined;
  } catch (error) {
    return { caveats: [`The stored catalogue of IAM actions could not be read: ${messageOf(error)}`] };
  }
  if (found === undefined) return { caveats: [] };
  const { bytes, version } = found;
  const decoded = await decodeCatalogFile(bytes);
  return decoded.ok
    ? { catalog: decoded.value, version, caveats: [] }
    : { version, caveats: [`The stored catalogue of IAM actions is not used: ${decoded.problem} (${place})`] };
}
