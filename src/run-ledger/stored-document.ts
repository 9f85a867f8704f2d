import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { incompleteOf } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Join } from '../base/join.ts';
import { type DocumentForm, decodeDocument, encodeDocument } from '../ledger/document-form.ts';
import type { ForgedDocument, LedgerStore, StoredBytes } from '../ports.ts';
import { inflateDocument } from './inflate-document.ts';

const compress = promisify(gzip);

/** Somebody else is first this often only where very many runs write at once. */
const RACES = 20;

/** A store that failed this often, retries apart, is not asked again in this run. */
const FAILURES = 3;

/** How one kind of document is kept. */
export interface StoredDocumentOptions<T> {
  readonly store: LedgerStore;
  /** The document's name in the store. */
  readonly name: string;
  readonly account: string;
  readonly form: DocumentForm<T>;
  readonly empty: T;
  readonly merge: Join<T>;
  /** What is to be forgotten, before each write. */
  readonly prune: (value: T) => T;
  /** False for a run that only looks: it leaves even a damaged document where it is. */
  readonly setsAside: boolean;
}

/** A document that grows by merging. What could not be done is listed, never thrown: a run goes on without its ledger. */
export interface StoredDocument<T> {
  /** What was kept before this run; empty where there was nothing, or nothing that could be read. */
  readonly before: T;
  /**
   * Merges `part()` into the document. Calls that come while one is being written are written together, with what `part`
   * of the last of them says then, so a later part must hold all that the earlier ones did. False where it could not be
   * stored; never rejects.
   */
  commit(part: () => T): Promise<boolean>;
  /**
   * Merges what `change` makes of the document into it, in turn with other writes. Where another run was first, `change` is asked again
   * about what that one left, so that what it decides holds for the state that is written. False where it could not be stored,
   * without asking where the document could not be read; never rejects.
   */
  update(change: (stored: T) => T): Promise<boolean>;
  /** Lets go of what the document came to by writing, which the next write reads again: for large ones that are written no more, as a rule. */
  release(): void;
  readonly incomplete: readonly Incomplete[];
}

interface State<T> {
  readonly value: T;
  readonly version: string | undefined;
  /** Of the text that is in the store; undefined where there is none. */
  readonly mark: string | undefined;
}

/** Opens a document. One that is damaged is set aside and begun anew; one that cannot be read is left as it is. */
export async function openDocument<T>(options: StoredDocumentOptions<T>): Promise<StoredDocument<T>> {
  const { store, name, form, merge } = options;
  const what = `${form.kind} ${store.address(name)}`;
  const incomplete: Incomplete[] = [];
  let state: State<T> | undefined;
  let isReleased = false;
  try {
    state = await load(options, incomplete);
  } catch (error) {
    incomplete.push(incompleteOf(what, error, '; this run neither uses it nor adds to it'));
  }
  const before = state?.value ?? options.empty;
  const encode = (value: T): string => encodeDocument(form, options.account, value);
  let failures = 0;
  let failure: Incomplete | undefined;

  async function write(change: (stored: T) => T): Promise<void> {
    if (isReleased) {
      state = await load(options, incomplete);
      isReleased = false;
    }
    for (let race = 0; state !== undefined && race < RACES; race += 1) {
      const value = options.prune(merge(state.value, change(state.value)));
      const text = encode(value);
      const mark = markOf(text);
      if (mark === state.mark) return;
      const version = await store.write(name, await compress(text), state.version);
      if (version !== 'lostRace') {
        state = { value, version, mark };
        return;
      }
      const mine = state.value;
      state = await load(options, incomplete);
      if (state !== undefined) state = { ...state, value: merge(mine, state.value) };
    }
    if (state !== undefined) throw new Error(`Cannot write it: other runs were first ${RACES} times`);
  }

  let writing: Promise<boolean> | undefined;
  let waiting: { readonly done: Promise<boolean>; part: () => T } | undefined;

  function start(work: () => Promise<void>): Promise<boolean> {
    const attempt = async (): Promise<boolean> => {
      if (failures >= FAILURES) return false;
      try {
        await work();
        failure = undefined;
        return state !== undefined;
      } catch (error) {
        failures += 1;
        failure = incompleteOf(what, error, '; what this run saw since it last could is not kept');
        return false;
      }
    };
    const done = attempt().finally(() => {
      if (writing === done) writing = undefined;
    });
    writing = done;
    return done;
  }

  const startPart = (part: () => T): Promise<boolean> =>
    start(() => {
      const value = part();
      return write(() => value);
    });

  return {
    before,
    get incomplete() {
      return failure === undefined ? incomplete : [...incomplete, failure];
    },
    release() {
      if (writing !== undefined || state === undefined) return;
      state = undefined;
      isReleased = true;
    },
    async update(change) {
      while (writing !== undefined) await writing;
      return start(() => write(change));
    },
    commit(part) {
      if (writing === undefined) return startPart(part);
      if (waiting !== undefined) {
        waiting.part = part;
        return waiting.done;
      }
      const next = { part, done: writing.then(() => begin()) };
      const begin = (): Promise<boolean> => {
        waiting = undefined;
        return startPart(next.part);
      };
      waiting = next;
      return next.done;
    },
  };
}

/** Undefined for a damaged document that is to stay. Throws where the document cannot be read, or is not for this run. */
async function load<T>(options: StoredDocumentOptions<T>, incomplete: Incomplete[]): Promise<State<T> | undefined> {
  const { store, name, form, account, empty } = options;
  let stored = await store.read(name);
  if (stored === undefined) return { value: empty, version: undefined, mark: undefined };
  let decoded = await decode(options, stored);
  if ('damage' in decoded) {
    // A bad line looks like a bad document; only what is read alike twice is taken for damaged.
    stored = (await store.read(name)) ?? stored;
    decoded = await decode(options, stored);
  }
  const found = 'forged' in stored ? stored.found : stored;
  if (!('damage' in decoded)) return { value: decoded.value, version: found?.version, mark: decoded.mark };
  const ending = options.setsAside
    ? `so it was ${await setAside(options, found)}started afresh; what earlier runs saw is read again as far back as the sources reach`
    : 'and this run sets nothing aside as it writes nothing; it does not use it';
  incomplete.push({
    what: `${form.kind} ${store.address(name)} of account ${account}`,
    why: `It is damaged (${decoded.damage}), ${ending}`,
    ...('forged' in stored && { tampered: true }),
  });
  return options.setsAside ? { value: empty, version: found?.version, mark: undefined } : undefined;
}

async function setAside<T>({ store, name }: StoredDocumentOptions<T>, found: StoredBytes | undefined): Promise<string> {
  return found === undefined ? '' : `set aside as ${await store.setAside(name, found.bytes)} and `;
}

type Decoded<T> =
  | { readonly value: T; readonly mark: string }
  /** Why it is damaged, as a clause. */
  | { readonly damage: string };

/** Throws for a document that is whole, but not for this program or run. */
async function decode<T>(
  { form, account }: StoredDocumentOptions<T>,
  stored: StoredBytes | ForgedDocument,
): Promise<Decoded<T>> {
  if ('forged' in stored) return { damage: stored.forged };
  const text = await inflateDocument(stored.bytes);
  if ('unusable' in text) throw new Error(`Cannot use it: ${text.unusable}`);
  if (!text.ok) return { damage: text.problem };
  const decoded = decodeDocument(form, account, text.value);
  if ('unusable' in decoded) throw new Error(`Cannot use it: ${decoded.unusable}`);
  return decoded.ok ? { value: decoded.value, mark: markOf(text.value) } : { damage: decoded.problem };
}

/** Stands for a text, which may be very long. */
function markOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
