/** A JSON value whose strings are places in a table of strings: made by `pack`, read by `unpack`. */
export type Packed = number | PackedList | readonly [1, unknown] | PackedObject;

interface PackedList extends ReadonlyArray<Packed> {
  readonly 0: 0;
}

interface PackedObject {
  readonly [key: string]: Packed;
}

/** Strings, each held once; a string's place in the list stands for it. */
export interface StringTable {
  readonly strings: readonly string[];
  /** The place of a text, which is added where it is new. */
  place(text: string): number;
}

/** A table that begins with these strings, which must differ from each other. */
export function createStringTable(first: readonly string[] = []): StringTable {
  const strings = [...first];
  const places = new Map(strings.map((text, place) => [text, place]));
  return {
    strings,
    place(text) {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, strings.length);
      return strings.push(text) - 1;
    },
  };
}

/**
 * Packs a JSON value: a string becomes its place, an array begins with 0, every other scalar is `[1, value]`, and an
 * object keeps its keys. Keys without a value are left out, as in JSON.
 */
export function pack(value: unknown, table: StringTable): Packed {
  if (typeof value === 'string') return table.place(value);
  if (Array.isArray(value)) return [0, ...value.map((item) => pack(item, table))];
  if (typeof value !== 'object' || value === null) return [1, value];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, pack(item, table)]),
  );
}

/** The value that `pack` packed with a table of these strings. */
export function unpack(packed: Packed, strings: readonly string[]): unknown {
  if (typeof packed === 'number') return strings[packed];
  if (!isList(packed)) {
    return Object.fromEntries(Object.entries(packed).map(([key, item]) => [key, unpack(item, strings)]));
  }
  return packed[0] === 1 ? packed[1] : (packed.slice(1) as Packed[]).map((item) => unpack(item, strings));
}

function isList(packed: Exclude<Packed, number>): packed is PackedList | readonly [1, unknown] {
  return Array.isArray(packed);
}

/** Ascending places as the first one and the steps between them: small numbers are short in JSON. */
export function toSteps(places: readonly number[]): readonly number[] {
  return places.map((place, at) => place - (places[at - 1] ?? 0));
}

/** The places that steps lead to. */
export function fromSteps(steps: readonly number[]): readonly number[] {
  let place = 0;
  return steps.map((step) => {
    place += step;
    return place;
  });
}
