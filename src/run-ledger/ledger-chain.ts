import { incompleteOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import { type Anchor, anchorText, isFurther, parseAnchor } from '../ledger/anchor.ts';
import { EMPTY_MANIFEST, MANIFEST_FORM, type Manifest, mergeManifests } from '../ledger/manifest.ts';
import type { LedgerAnchor, LedgerAuthenticator, LedgerStore } from '../ports.ts';
import { type SignedStore, signedStore } from './signed-store.ts';
import { openDocument, type StoredDocument } from './stored-document.ts';

/** A place for documents that nobody else can change, take away or put back without being noticed. */
export interface LedgerChain {
  /** The documents lie below `folder`, which ends in a slash. */
  readonly store: LedgerStore;
  readonly folder: string;
  /** Has the manifest name what was written so far. Never rejects. */
  seal(): Promise<void>;
  /** The same, and has the anchor name the manifest. Never rejects. */
  sealForGood(): Promise<void>;
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

/**
 * Opens the chain that the anchor names. One whose manifest is forged, gone or older than the anchor is left where it is and
 * the next begun. Nothing is opened, and why is listed, where anchor, key or manifest cannot be read.
 */
export async function openChain(
  options: LedgerChainOptions,
): Promise<LedgerChain | { readonly incomplete: readonly Incomplete[] }> {
  const { store, account, authenticator } = options;
  const incomplete: Incomplete[] = [];
  const what = `ledger ${store.address(`${account}/`)}`;
  try {
    const anchor = (await anchorOf(authenticator.anchor)) ?? (await begin(options, what, incomplete));
    if (anchor === undefined) return { incomplete };
    const opened = await openAt(options, anchor);
    if (!('forged' in opened)) return chainOf(opened, options, incomplete);
    const place = store.address(folderOf(account, anchor));
    const why = `Its manifest is forged (${opened.forged}): nothing in ${place} is used, nor changed`;
    const afresh = options.keeps
      ? ', and a ledger was started afresh beside it; what earlier runs saw is read again as far back as the sources reach'
      : '';
    incomplete.push({ what, why: `${why}${afresh}`, tampered: true });
    if (!options.keeps) return { incomplete };
    const next = await advance(authenticator.anchor, { chain: anchor.chain + 1, generation: 0 });
    const reopened = await openAt(options, next);
    if ('forged' in reopened) throw new Error(`Cannot use it: the next one is forged, too (${reopened.forged})`);
    return chainOf(reopened, options, incomplete);
  } catch (error) {
    incomplete.push(incompleteOf(what, error, '; this run neither uses it nor adds to it'));
    return { incomplete };
  }
}

function folderOf(account: string, { chain }: Anchor): string {
  return `${account}/${chain}/`;
}

/** @throws {Error} when it cannot be read, or is none: it may be somebody's parameter with another purpose */
async function anchorOf(anchor: LedgerAnchor): Promise<Anchor | undefined> {
  const text = await anchor.read();
  if (text === undefined) return undefined;
  const parsed = parseAnchor(text);
  if (parsed.ok) return parsed.value;
  throw new Error(
    `Cannot use ${anchor.name}: ${parsed.problem}. Name another, or delete it where it was this ledger's`,
  );
}

/** Begins the first chain, whose number no earlier one can have. Undefined for a run that only looks. */
async function begin(
  { store, account, authenticator, now, keeps }: LedgerChainOptions,
  what: string,
  incomplete: Incomplete[],
): Promise<Anchor | undefined> {
  const { anchor } = authenticator;
  const left = await store.list(`${account}/`);
  const isSigned = left.some((name) => /^\d+\/\d+\//.test(name));
  if (left.length > 0) {
    incomplete.push({
      what,
      why: isSigned
        ? `There is a signed ledger, but ${anchor.name}, which says how far it has come, is gone: nothing of it is used`
        : `It was kept without a key until now, so anybody may have changed it: nothing of it is used, and a signed one is started afresh`,
      ...(isSigned && { tampered: true }),
    });
  }
  if (!keeps) return undefined;
  const first: Anchor = { chain: now, generation: 0 };
  if ((await anchor.create(anchorText(first))) === 'created') return first;
  const theirs = await anchorOf(anchor);
  if (theirs === undefined) throw new Error(`Cannot read ${anchor.name}: it exists, but has no value yet`);
  return theirs;
}

/** Brings the anchor as far as a run has come, unless another is there already; gives where it stands then. */
async function advance(anchor: LedgerAnchor, to: Anchor): Promise<Anchor> {
  const present = await anchorOf(anchor);
  if (present !== undefined && !isFurther(to, present)) return present;
  await anchor.replace(anchorText(to));
  return to;
}

interface OpenedChain {
  readonly anchor: Anchor;
  readonly folder: string;
  /** The manifest's. */
  readonly name: string;
  readonly store: SignedStore;
  readonly manifest: StoredDocument<Manifest>;
}

async function openAt(options: LedgerChainOptions, anchor: Anchor): Promise<OpenedChain | { readonly forged: string }> {
  const { account, authenticator } = options;
  const folder = folderOf(account, anchor);
  const name = `${folder}manifest.json.gz`;
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
  return { anchor, folder, name, store, manifest };
}

/** A bad line looks like a forged document; only what is read alike twice is taken for one. */
async function readTwice(store: SignedStore, name: string): ReturnType<LedgerStore['read']> {
  const found = await store.read(name);
  return found !== undefined && 'forged' in found ? store.read(name) : found;
}

function chainOf(
  { anchor: opened, folder, name, store, manifest }: OpenedChain,
  { authenticator: { anchor } }: LedgerChainOptions,
  before: readonly Incomplete[],
): LedgerChain {
  let anchored = opened.generation;
  let failure: Incomplete | undefined;

  const seal = (): Promise<boolean> =>
    manifest.commit(() => ({ documents: new Map([...store.genuine].filter(([each]) => each !== name)) }));

  async function anchorManifest(): Promise<void> {
    const generation = store.genuine.get(name) ?? 0;
    if (generation <= anchored) return;
    const what = `${anchor.name} of the ledger ${store.address(folder)}`;
    try {
      const { chain } = await advance(anchor, { chain: opened.chain, generation });
      if (chain !== opened.chain) throw new Error('Another run took this ledger for forged and started one afresh');
      anchored = generation;
      failure = undefined;
    } catch (error) {
      failure = incompleteOf(what, error, '; until a run can write it, nobody notices if what this one kept is undone');
    }
  }

  return {
    store,
    folder,
    async seal() {
      await seal();
    },
    async sealForGood() {
      if (await seal()) await anchorManifest();
    },
    get incomplete() {
      return [...before, ...manifest.incomplete, ...(failure === undefined ? [] : [failure])];
    },
  };
}
