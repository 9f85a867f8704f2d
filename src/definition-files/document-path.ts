/** The keys and places that lead from a document to a value in it. */
export type DocumentPath = readonly (string | number)[];

/** A place in a text, both from 1, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * The path that a field of a task definition is written as.
 *
 * @example
 * ```ts
 * pathOfField('containerDefinitions[0].image'); // → ['containerDefinitions', 0, 'image']
 * ```
 */
export function pathOfField(field: string): DocumentPath {
  return [...field.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, place]) =>
    place === undefined ? (key ?? '') : Number(place),
  );
}
