import { incompleteOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { type Anchor, anchorText } from '../ledger/anchor.ts';
import { chainFolder, type LedgerChain, type LedgerChainOptions, openChainAt } from './ledger-chain.ts';
import { advanceAnchor, readAnchor } from './read-anchor.ts';
import { isSideDocument } from './side-documents.ts';

/** A chain, or none where a run only looks or something cannot be read. */
export interface OpenedChain {
  readonly chain?: LedgerChain;
  /** What was found while it was opened; beside the chain's own. */
  readonly incomplete: readonly Incomplete[];
}

/**
 * Opens the chain that the anchor names, or begins the first. One whose manifest is forged stays where it is, and the next is
 * begun. Where anchor, key or manifest cannot be read, nothing is opened or changed, and why is listed.
 */
export async function openChain(options: LedgerChainOptions): Promise<OpenedChain> {
  const { store, account, authenticator, keeps } = options;
  const what = `ledger ${store.address(`${account}/`)}`;
  const found: Incomplete[] = [];
  try {
    const anchor = await readAnchor(authenticator.anchor);
    if (anchor === undefined) {
      const left = await leftBehind(options, what);
      found.push(...left);
      const tampered = left.some((one) => one.tampered);
      return keeps ? { chain: await beginFirst(options, tampered), incomplete: found } : { incomplete: found };
    }
    const opened = await openChainAt(options, anchor);
    if (!('forged' in opened)) return { chain: opened, incomplete: found };
    found.push(forgedManifest(options, anchor, { what, forged: opened.forged }));
    return keeps ? { chain: await beginNext(options, anchor), incomplete: found } : { incomplete: found };
  } catch (error) {
    return { incomplete: [...found, incompleteOf(what, error, '; this run neither uses it nor adds to it')] };
  }
}

/** What lies there although no run has anchored anything. */
async function leftBehind(
  { store, account, authenticator: { anchor } }: LedgerChainOptions,
  what: string,
): Promise<readonly Incomplete[]> {
  const names = (await store.list(`${account}/`)).filter((name) => !isSideDocument(name));
  if (names.some((name) => /^\d+\/\d+\//.test(name))) {
    const why = `${anchor.name}, which says how far the signed ledger has come, is gone: nothing of it is used, and one is started afresh beside it`;
    return [{ what, why, tampered: true }];
  }
  if (names.length === 0) return [];
  const why =
    'It was not signed until now, so anybody who may write there may have changed it: nothing of it is used, and a signed one is started afresh beside it';
  return [{ what, why }];
}

function forgedManifest(
  { store, account, keeps }: LedgerChainOptions,
  anchor: Anchor,
  { what, forged }: { readonly what: string; readonly forged: string },
): Incomplete {
  const place = store.address(chainFolder(account, anchor));
  const afresh = keeps
    ? '; a ledger was started afresh beside it, and what earlier runs saw is read again as far back as the sources reach'
    : '; this run starts none afresh, as it writes nothing';
  const why = `Its manifest is forged (${forged}), so nothing in ${place} is used, or changed${afresh}`;
  return { what, why, tampered: true };
}

/** Begins a chain that no anchor names yet. What is known of tampering is in it before it is named. */
async function beginFirst(options: LedgerChainOptions, afterTampering: boolean): Promise<LedgerChain> {
  const { anchor } = options.authenticator;
  const first: Anchor = { chain: options.now, generation: 0 };
  const begun = await openNew(options, first, afterTampering);
  const named: Anchor = { ...first, generation: afterTampering ? 1 : 0 };
  if ((await anchor.create(anchorText(named))) === 'created') return begun;
  const theirs = await readAnchor(anchor);
  if (theirs === undefined) throw new Error(`Cannot read ${anchor.name}: it exists, but has no value yet`);
  const opened = await openChainAt(options, theirs);
  if ('forged' in opened) throw new Error(`Cannot use what another run has just begun: ${opened.forged}`);
  return opened;
}

/** Begins the chain after one that was tampered with. */
async function beginNext(options: LedgerChainOptions, { chain }: Anchor): Promise<LedgerChain> {
  const next: Anchor = { chain: Math.max(options.now, chain + 1), generation: 0 };
  const begun = await openNew(options, next, true);
  const present = await advanceAnchor(options.authenticator.anchor, { ...next, generation: 1 });
  if (present.chain !== next.chain) throw new Error('Cannot start one afresh: another run has just done so');
  return begun;
}

async function openNew(options: LedgerChainOptions, anchor: Anchor, afterTampering: boolean): Promise<LedgerChain> {
  const begun = await openChainAt(options, anchor);
  if ('forged' in begun) throw new Error(`Cannot start one afresh: somebody was there before (${begun.forged})`);
  if (!afterTampering) return begun;
  await begun.noteTampering();
  const [failure] = begun.incomplete;
  if (failure !== undefined) throw new Error(failure.why);
  return begun;
}
