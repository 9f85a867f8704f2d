import type { HubRow } from './hub-table.ts';

/** What a world does not do as AWS does, and how much of the story can be compared for all that; each part whole if not given. */
export interface Difference {
  /** What is different, and what follows from it. */
  readonly what: string;
  readonly hub?: (rows: readonly HubRow[]) => readonly HubRow[];
  readonly told?: (text: string) => string;
  readonly trend?: (text: string) => string;
  readonly changes?: (text: string) => string;
}

/** What is left to compare of a part of the story. */
export function compared<K extends 'hub' | 'told' | 'trend' | 'changes'>(
  part: K,
  value: Parameters<NonNullable<Difference[K]>>[0],
  differences: readonly Difference[],
): ReturnType<NonNullable<Difference[K]>> {
  type View = (value: unknown) => unknown;
  const views = differences.flatMap((difference) => (difference[part] as View | undefined) ?? []);
  return views.reduce<unknown>((left, view) => view(left), value) as ReturnType<NonNullable<Difference[K]>>;
}
