/**
 * A set of a catalogue's actions: one bit for each, kept only for the run of words that has any. Immutable.
 * Two sets may be combined only when they are of the same catalogue.
 */
export interface ActionSet {
  /** How many actions the catalogue has. */
  readonly universe: number;
  /** Place of the first kept word; all others are zero. */
  readonly start: number;
  readonly words: Uint32Array;
}

const NO_WORDS = new Uint32Array(0);

/** The set without members. */
export function emptySet(universe: number): ActionSet {
  return { universe, start: 0, words: NO_WORDS };
}

/** The set of every action of the catalogue. */
export function fullSet(universe: number): ActionSet {
  return rangeSet(universe, 0, universe);
}

/** The actions from `from` up to but without `to`. */
export function rangeSet(universe: number, from: number, to: number): ActionSet {
  if (from >= to) return emptySet(universe);
  const start = from >>> 5;
  const words = new Uint32Array(((to - 1) >>> 5) - start + 1).fill(0xffff_ffff);
  const last = words.length - 1;
  words[0] = (words[0] ?? 0) & (0xffff_ffff << (from & 31));
  words[last] = (words[last] ?? 0) & (0xffff_ffff >>> (31 - ((to - 1) & 31)));
  return { universe, start, words };
}

/**
 * The set of these places, in any order.
 *
 * @throws {RangeError} when a place is outside the catalogue
 */
export function setOf(universe: number, places: readonly number[]): ActionSet {
  if (places.length === 0) return emptySet(universe);
  let low = universe;
  let high = 0;
  for (const place of places) {
    if (!(place >= 0 && place < universe)) throw new RangeError(`Cannot add action ${place} to a set of ${universe}`);
    if (place < low) low = place;
    if (place > high) high = place;
  }
  const start = low >>> 5;
  const words = new Uint32Array((high >>> 5) - start + 1);
  for (const place of places) words[(place >>> 5) - start] = (words[(place >>> 5) - start] ?? 0) | (1 << (place & 31));
  return { universe, start, words };
}

/**
 * Everything in any of the sets. At most one allocation, and none where one of the sets holds all of it.
 *
 * @throws {Error} when the sets are of different catalogues
 */
export function unionAll(universe: number, sets: readonly ActionSet[]): ActionSet {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  let widest = emptySet(universe);
  for (const set of sets) {
    assertSameUniverse(universe, set);
    if (set.words.length === 0) continue;
    if (set.start < start) start = set.start;
    if (endOf(set) > end) end = endOf(set);
    if (set.words.length > widest.words.length) widest = set;
  }
  if (sets.every((set) => set.words === widest.words || isSubset(set, widest))) return widest;
  const words = zeroWords(end - start);
  words.set(widest.words, widest.start - start);
  for (const set of sets) {
    if (set.words === widest.words) continue;
    const from = set.words;
    const shift = set.start - start;
    for (let i = 0; i < from.length; i++) words[shift + i] = (words[shift + i] ?? 0) | (from[i] ?? 0);
  }
  return { universe, start, words };
}

/**
 * What is in `a` or `b`.
 *
 * @throws {Error} when the sets are of different catalogues
 */
export function union(a: ActionSet, b: ActionSet): ActionSet {
  return unionAll(a.universe, [a, b]);
}

/**
 * What is in both `a` and `b`.
 *
 * @throws {Error} when the sets are of different catalogues
 */
export function intersect(a: ActionSet, b: ActionSet): ActionSet {
  assertSameUniverse(a.universe, b);
  const start = Math.max(a.start, b.start);
  const end = Math.min(endOf(a), endOf(b));
  if (start >= end) return emptySet(a.universe);
  if (isSubset(a, b)) return a;
  const words = zeroWords(end - start);
  for (let i = 0; i < words.length; i++) {
    words[i] = (a.words[start - a.start + i] ?? 0) & (b.words[start - b.start + i] ?? 0);
  }
  return { universe: a.universe, start, words };
}

/**
 * What is in `a` and not in `b`.
 *
 * @throws {Error} when the sets are of different catalogues
 */
export function subtract(a: ActionSet, b: ActionSet): ActionSet {
  assertSameUniverse(a.universe, b);
  const from = Math.max(a.start, b.start);
  const to = Math.min(endOf(a), endOf(b));
  let at = from;
  while (at < to && ((a.words[at - a.start] ?? 0) & (b.words[at - b.start] ?? 0)) === 0) at++;
  if (at >= to) return a;
  const words = zeroWords(a.words.length);
  words.set(a.words);
  for (; at < to; at++) words[at - a.start] = (words[at - a.start] ?? 0) & ~(b.words[at - b.start] ?? 0);
  return { universe: a.universe, start: a.start, words };
}

/** Every action of the catalogue that is not in the set. */
export function complement(set: ActionSet): ActionSet {
  return subtract(fullSet(set.universe), set);
}

/** Whether the action at this place is in the set. */
export function has(set: ActionSet, place: number): boolean {
  return (((set.words[(place >>> 5) - set.start] ?? 0) >>> (place & 31)) & 1) === 1;
}

/** How many actions are in the set. */
export function count(set: ActionSet): number {
  let total = 0;
  for (const word of set.words) total += bitsOf(word);
  return total;
}

/** Whether nothing is in the set. */
export function isEmpty(set: ActionSet): boolean {
  return set.words.every((word) => word === 0);
}

/** Whether everything in `a` is in `b`. */
export function isSubset(a: ActionSet, b: ActionSet): boolean {
  const shift = a.start - b.start;
  for (let i = 0; i < a.words.length; i++) {
    const place = i + shift;
    // Reading outside a typed array is slow.
    const other = place >= 0 && place < b.words.length ? (b.words[place] ?? 0) : 0;
    if (((a.words[i] ?? 0) & ~other) !== 0) return false;
  }
  return true;
}

/** Whether both hold the same actions. */
export function sameSet(a: ActionSet, b: ActionSet): boolean {
  return isSubset(a, b) && isSubset(b, a);
}

/** The places of the set's actions, in the catalogue's order. */
export function* placesOf(set: ActionSet): Generator<number, void> {
  for (let i = 0; i < set.words.length; i++) {
    let word = set.words[i] ?? 0;
    while (word !== 0) {
      const bit = 31 - Math.clz32(word & -word);
      yield ((set.start + i) << 5) | bit;
      word &= word - 1;
    }
  }
}

/** Visits the places of the set's actions, in the catalogue's order: as `placesOf`, and several times as fast. */
export function forEachPlace(set: ActionSet, visit: (place: number) => void): void {
  for (let i = 0; i < set.words.length; i++) {
    let word = set.words[i] ?? 0;
    while (word !== 0) {
      visit(((set.start + i) << 5) | (31 - Math.clz32(word & -word)));
      word &= word - 1;
    }
  }
}

const SLAB_WORDS = 16_384;
let slab = new Uint32Array(0);
let slabUsed = 0;

/**
 * Words for a new set, cut from a larger piece: a typed array with memory of its own takes longer to make than a set
 * takes to fill.
 */
function zeroWords(length: number): Uint32Array {
  if (length > SLAB_WORDS / 8) return new Uint32Array(length);
  if (slabUsed + length > slab.length) {
    slab = new Uint32Array(SLAB_WORDS);
    slabUsed = 0;
  }
  const words = new Uint32Array(slab.buffer, slabUsed * Uint32Array.BYTES_PER_ELEMENT, length);
  slabUsed += length;
  return words;
}

function endOf(set: ActionSet): number {
  return set.start + set.words.length;
}

function bitsOf(word: number): number {
  let v = word - ((word >>> 1) & 0x5555_5555);
  v = (v & 0x3333_3333) + ((v >>> 2) & 0x3333_3333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

function assertSameUniverse(universe: number, set: ActionSet): void {
  if (set.universe !== universe) {
    throw new Error(
      `Cannot combine action sets of two catalogues: one has ${universe} actions, the other ${set.universe}`,
    );
  }
}
