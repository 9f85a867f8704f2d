import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DocumentForm, encodeDocument } from '../../src/ledger/document-form.ts';
import type { LedgerStore } from '../../src/ports.ts';
import { documentLimit } from '../../src/run-ledger/inflate-document.ts';
import { openDocument, type StoredDocument } from '../../src/run-ledger/stored-document.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

const ACCOUNT = '123456789012';
const NAME = 'words.json.gz';

/** A set of words in order. */
type Words = readonly string[];
const schema = z.array(z.string()).readonly();
const FORM: DocumentForm<Words> = { kind: 'word list', version: 1, schema };
/** The same a version later. */
const NEXT: DocumentForm<Words> = { ...FORM, version: 2 };

function union(a: Words, b: Words): Words {
  return [...new Set([...a, ...b])].sort();
}

function open(store: LedgerStore, form = FORM, account = ACCOUNT): Promise<StoredDocument<Words>> {
  const prune = (words: Words) => words.filter((word) => word !== 'forgotten');
  return openDocument({ store, name: NAME, account, form, empty: [], merge: union, prune, setsAside: true });
}

function wordsIn(store: MemoryStore): unknown {
  const stored = store.files.get(NAME);
  return stored && JSON.parse(gunzipSync(stored.bytes).toString()).body;
}

async function put(store: MemoryStore, text: string): Promise<void> {
  store.files.set(NAME, { bytes: await promisify(gzip)(text), version: 'v0' });
}

describe('openDocument()', () => {
  it('begins with nothing, and gives the next run what was kept', async () => {
    const store = memoryStore();
    const first = await open(store);
    expect(first.before).toEqual([]);
    await first.commit(() => ['b', 'forgotten']);
    await first.commit(() => ['b', 'a']);
    const second = await open(store);
    expect(second.before).toEqual(['a', 'b']);
    expect(second.incomplete).toEqual([]);
  });

  it('writes nothing when nothing is new', async () => {
    const store = memoryStore();
    await (await open(store)).commit(() => ['a']);
    const second = await open(store);
    await second.commit(() => ['a']);
    expect(store.writes).toBe(1);
  });

  it('reads a document that was let go of again before it writes it', async () => {
    const store = memoryStore();
    const document = await open(store);
    await document.commit(() => ['a']);
    document.release();
    await (await open(store)).commit(() => ['b']);
    expect(await document.commit(() => ['c'])).toBe(true);
    expect(wordsIn(store)).toEqual(['a', 'b', 'c']);
    document.release();
    await document.commit(() => ['c']);
    expect(store.writes).toBe(3);
    expect(document.incomplete).toEqual([]);
  });

  it('merges with what another run wrote in between', async () => {
    const store = memoryStore();
    await (await open(store)).commit(() => ['before']);
    const [one, other] = await Promise.all([open(store), open(store)]);
    await other.commit(() => ['theirs']);
    await one.commit(() => ['mine']);
    expect(wordsIn(store)).toEqual(['before', 'mine', 'theirs']);
    expect(one.incomplete).toEqual([]);
  });

  it('loses nothing of many runs that begin at once', async () => {
    const store = memoryStore();
    const words = Array.from({ length: 12 }, (_, index) => `run ${String(index).padStart(2, '0')}`);
    const runs = await Promise.all(words.map(() => open(store)));
    await Promise.all(runs.map((run, index) => run.commit(() => words.slice(index, index + 1))));
    expect(wordsIn(store)).toEqual(words);
    expect(runs.flatMap((run) => run.incomplete)).toEqual([]);
  });

  it('writes commits that come together in one go, with what there is to say by then', async () => {
    const store = memoryStore();
    const document = await open(store);
    const words: string[] = [];
    const commits = ['a', 'b', 'c', 'd'].map((word) => {
      words.push(word);
      return document.commit(() => [...words]);
    });
    await Promise.all(commits);
    expect(wordsIn(store)).toEqual(['a', 'b', 'c', 'd']);
    expect(store.writes).toBe(2);
  });

  it('has written what was said before a commit ends', async () => {
    const store = memoryStore();
    const document = await open(store);
    const words: string[] = [];
    for (const word of ['a', 'b', 'c']) {
      words.push(word);
      void document.commit(() => [...words]);
    }
    await document.commit(() => [...words]);
    expect(wordsIn(store)).toEqual(['a', 'b', 'c']);
  });

  it.each<readonly [string, string, RegExp]>([
    ['was cut off', '{"kind":"word list","version":1,"account":"123456789012","bo', /cut off/],
    ['is of another kind', '{"kind":"poem","version":1,"account":"123456789012","body":[]}', /not a word list/],
    ['has another shape', '{"kind":"word list","version":1,"account":"123456789012","body":[1]}', /string/],
    ['has no version', '{"kind":"word list","account":"123456789012","body":[]}', /not a word list/],
    [
      'has a version that never was',
      '{"kind":"word list","version":0,"account":"123456789012","body":[]}',
      /version is 0/,
    ],
  ])('sets a document aside that %s, says so, and begins anew', async (_, text, why) => {
    const store = memoryStore();
    await put(store, text);
    const document = await open(store);
    expect(document.before).toEqual([]);
    expect(document.incomplete).toHaveLength(1);
    expect(document.incomplete[0]?.why).toMatch(why);
    expect(document.incomplete[0]?.why).toContain('set aside as memory:words.json.gz.damaged');
    await document.commit(() => ['a']);
    expect(wordsIn(store)).toEqual(['a']);
    const aside = store.files.get(`${NAME}.damaged`);
    expect(aside && gunzipSync(aside.bytes).toString()).toBe(text);
  });

  it('sets bytes aside that are not gzip', async () => {
    const store = memoryStore();
    store.files.set(NAME, { bytes: Buffer.from('nonsense'), version: 'v0' });
    expect((await open(store)).incomplete[0]?.why).toMatch(/not gzip/);
    expect([...store.files.keys()]).toContain(`${NAME}.damaged`);
  });

  it('neither reads nor touches a document that inflates to more than memory allows', async () => {
    const store = memoryStore();
    const bytes = await promisify(gzip)(Buffer.alloc(documentLimit() + 1, ' '), { level: 1 });
    store.files.set(NAME, { bytes, version: 'v0' });
    const document = await open(store);
    expect(document.before).toEqual([]);
    expect(document.incomplete.map(({ why }) => why)).toEqual([
      expect.stringMatching(
        /^Cannot use it: it holds more than \d+ MB, which is what the memory allows: .*; this run neither/,
      ),
    ]);
    expect(await document.commit(() => ['a'])).toBe(false);
    expect([...store.files]).toEqual([[NAME, { bytes, version: 'v0' }]]);
  });

  it('believes a second look that a document is whole', async () => {
    const store = memoryStore();
    await put(store, encodeDocument(FORM, ACCOUNT, ['a']));
    let reads = 0;
    const read: LedgerStore['read'] = async (name) => {
      reads += 1;
      return reads === 1 ? { bytes: Buffer.from('noise on the line'), version: 'v0' } : store.read(name);
    };
    const document = await open({ ...store, read });
    expect(document.before).toEqual(['a']);
    expect(document.incomplete).toEqual([]);
  });

  it.each<readonly [string, Promise<MemoryStore>, RegExp]>([
    [
      'of a later release',
      written(encodeDocument(NEXT, ACCOUNT, ['a'])),
      /version 2: this release knows versions up to 1/,
    ],
    ['of another account', written(encodeDocument(FORM, '999999999999', ['a'])), /of account 999999999999/],
  ])('leaves a document %s as it is, and says so', async (_, ready, why) => {
    const store = await ready;
    const before = store.files.get(NAME);
    const document = await open(store);
    await document.commit(() => ['mine']);
    expect(document.before).toEqual([]);
    expect(document.incomplete.map((one) => one.why).join()).toMatch(why);
    expect([...store.files]).toEqual([[NAME, before]]);
  });

  it('counts one of an earlier version as what that form says, where it is no damage', async () => {
    const store = memoryStore();
    await put(store, encodeDocument(FORM, ACCOUNT, ['a']));
    const next = { ...NEXT, earlier: ['old'] };
    const document = await open(store, next);
    expect([document.before, document.incomplete]).toEqual([['old'], []]);
    await document.commit(() => ['c']);
    expect((await open(store, next)).before).toEqual(['c', 'old']);
  });

  it('neither uses nor touches a document that cannot be read', async () => {
    const store = memoryStore();
    await put(store, encodeDocument(FORM, ACCOUNT, ['a']));
    const document = await open({ ...store, read: () => Promise.reject(new Error('Cannot read it: denied')) });
    await document.commit(() => ['b']);
    expect(document.before).toEqual([]);
    expect(document.incomplete).toEqual([{ what: `word list memory:${NAME}`, why: expect.stringContaining('denied') }]);
    expect(wordsIn(store)).toEqual(['a']);
  });

  it('names a loss while it lasts, and makes up for it when the store is back', async () => {
    const store = memoryStore();
    let broken = true;
    const document = await open({
      ...store,
      write: (...given) => (broken ? Promise.reject(new Error('Cannot write it: down')) : store.write(...given)),
    });
    await document.commit(() => ['a']);
    expect(document.incomplete.map((one) => one.why)).toEqual([expect.stringContaining('down')]);
    broken = false;
    await document.commit(() => ['a', 'b']);
    expect(document.incomplete).toEqual([]);
    expect(wordsIn(store)).toEqual(['a', 'b']);
  });

  it('does not ask a store again that keeps failing', async () => {
    const store = memoryStore();
    let asked = 0;
    const write = () => {
      asked += 1;
      return Promise.reject(new Error('down'));
    };
    const document = await open({ ...store, write });
    for (let commit = 0; commit < 10; commit += 1) await document.commit(() => [`${commit}`]);
    expect(asked).toBe(3);
    expect(document.incomplete).toHaveLength(1);
  });

  it('gives up where other runs are always first', async () => {
    const store = memoryStore();
    const document = await open({ ...store, write: () => Promise.resolve('lostRace') });
    await document.commit(() => ['a']);
    expect(document.incomplete[0]?.why).toMatch(/other runs were first 20 times/);
  });

  it('keeps what it knew when another run had to begin anew', async () => {
    const store = memoryStore();
    await (await open(store)).commit(() => ['old']);
    const mine = await open(store);
    store.files.delete(NAME);
    await (await open(store)).commit(() => ['theirs']);
    await mine.commit(() => ['mine']);
    expect(wordsIn(store)).toEqual(['mine', 'old', 'theirs']);
  });
});

async function written(text: string): Promise<MemoryStore> {
  const store = memoryStore();
  await put(store, text);
  return store;
}
