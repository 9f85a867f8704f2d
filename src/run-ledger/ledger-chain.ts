import { incompleteOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import type { Anchor } from '../ledger/anchor.ts';
import { EMPTY_MANIFEST, MANIFEST_FORM, type Manifest, mergeManifests } from '../ledger/manifest.ts';
import type { LedgerAuthenticator, LedgerStore } from '../ports.ts';
import { advanceAnchor } from './read-anchor.ts';
import { type SignedStore, signedStore } from './signed-store.ts';
import { openDocument, type StoredDocument } from './stored-document.ts';

/** A place for documents that nobody else can change, take away or put back without being noticed. */
export interface LedgerChain {
  readonly store: LedgerStore;
  /** The documents lie below it; it ends in a slash. */
  readonly folder: string;
  /** When a run last noticed that what was kept had been tampered with. */
  readonly tamperedAt: EpochMs | undefined;
  /** The same where an earlier run noticed it and nobody was told. */
  readonly untoldAt: EpochMs | undefined;
  /** Remembers that people were told of all tampering that this run knows of. False where that could not be kept; never rejects. */
  noteTold(): Promise<boolean>;
  /** Remembers that this run noticed it: called before anything is written that would hide it. False where that could not be kept; never rejects. */
  noteTampering(): Promise<boolean>;
  /** Has the manifest name what was written so far. Never rejects. */
  seal(): Promise<void>;
  /** The same, and has the anchor name the manifest. Never rejects. */
  sealForGood(): Promise<void>;
  /** What could not be read or kept of manifest and anchor. */
  readonly incomplete: readonly Incomplete[];
}

/** What a chain is opened by. */
export interface LedgerChainOptions {
  readonly store: LedgerStore;
  readonly authenticator: LedgerAuthenticator;
  readonly account: string;
  readonly now: EpochMs;
  /** False for a run that only looks. */
  readonly keeps: boolean;
}

/** The folder of a chain's documents. */
export function chainFolder(account: string, { chain }: Anchor): string {
  return `${account}/${chain}/`;
}

/**
 * Opens the chain that an anchor names, or says how it is known that its manifest is forged: changed, gone, or older than the
 * anchor.
 *
 * @throws {Error} when the manifest cannot be read
 */
export async function openChainAt(
  options: LedgerChainOptions,
  anchor: Anchor,
): Promise<LedgerChain | { readonly forged: string }> {
  const { account, authenticator } = options;
  const name = `${chainFolder(account, anchor)}manifest.json.gz`;
  const store = signedStore(options.store, authenticator, account);
  if (anchor.generation > 0) store.expect(new Map([[name, anchor.generation]]));
  const found = await readTwice(store, name);
  if (found !== undefined && 'forged' in found) return found;
  const manifest = await openDocument({
    store,
    name,
    account,
    form: MANIFEST_FORM,
    empty: EMPTY_MANIFEST,
    merge: mergeManifests,
    prune: (value) => value,
    setsAside: false,
  });
  const [problem] = manifest.incomplete;
  if (problem !== undefined) throw new Error(problem.why);
  // Documents are read after the manifest, and written before it: none can rightly be older than it says.
  store.expect(manifest.before.documents);
  return chainOf(options, anchor, { name, store, manifest });
}

/** A bad line looks like a forged document; only what is read alike twice is taken for one. */
async function readTwice(store: SignedStore, name: string): ReturnType<LedgerStore['read']> {
  const found = await store.read(name);
  return found !== undefined && 'forged' in found ? store.read(name) : found;
}

interface OpenManifest {
  readonly name: string;
  readonly store: SignedStore;
  readonly manifest: StoredDocument<Manifest>;
}

function chainOf(
  { authenticator: { anchor }, account, now }: LedgerChainOptions,
  opened: Anchor,
  { name, store, manifest }: OpenManifest,
): LedgerChain {
  const folder = chainFolder(account, opened);
  let { tamperedAt, toldAt } = manifest.before;
  const isUntold = (): boolean => tamperedAt !== undefined && tamperedAt > (toldAt ?? 0);
  const untoldAt = isUntold() ? tamperedAt : undefined;
  let anchored = opened.generation;
  let failure: Incomplete | undefined;

  const seal = (): Promise<boolean> =>
    manifest.commit(() => ({
      documents: new Map([...store.genuine].filter(([each]) => each !== name)),
      ...(tamperedAt !== undefined && { tamperedAt }),
      ...(toldAt !== undefined && { toldAt }),
    }));

  async function anchorManifest(): Promise<void> {
    const generation = store.genuine.get(name) ?? 0;
    if (generation <= anchored) return;
    try {
      const { chain } = await advanceAnchor(anchor, { chain: opened.chain, generation });
      if (chain !== opened.chain) throw new Error('Another run took this ledger for forged and started one afresh');
      anchored = generation;
      failure = undefined;
    } catch (error) {
      const what = `${anchor.name} of the ledger ${store.address(folder)}`;
      failure = incompleteOf(what, error, '; until a run can write it, nobody notices if what this one kept is undone');
    }
  }

  return {
    store,
    folder,
    get tamperedAt() {
      return tamperedAt;
    },
    untoldAt,
    async noteTold() {
      if (!isUntold()) return true;
      toldAt = tamperedAt;
      return seal();
    },
    noteTampering() {
      tamperedAt = now;
      return seal();
    },
    async seal() {
      await seal();
    },
    async sealForGood() {
      if (await seal()) await anchorManifest();
    },
    get incomplete() {
      return [...manifest.incomplete, ...(failure === undefined ? [] : [failure])];
    },
  };
}
