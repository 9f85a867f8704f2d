import { sortedSet } from '../../base/sorted-set.ts';

/** The event names that are recorded: these alone, or all others. */
export interface EventNames {
  readonly kind: 'only' | 'allBut';
  /** Without repetition, sorted. */
  readonly names: readonly string[];
}

export const EVERY_NAME: EventNames = { kind: 'allBut', names: [] };

/** The names that either records: what one trail leaves out, another may record. */
export function eitherNames(a: EventNames, b: EventNames): EventNames {
  if (a.kind === 'only' && b.kind === 'only') return { kind: 'only', names: sortedSet([...a.names, ...b.names]) };
  if (a.kind === 'only') return { kind: 'allBut', names: without(b.names, a.names) };
  if (b.kind === 'only') return { kind: 'allBut', names: without(a.names, b.names) };
  return { kind: 'allBut', names: a.names.filter((name) => b.names.includes(name)) };
}

/** The names that both record. */
export function commonNames(a: EventNames, b: EventNames): EventNames {
  if (a.kind === 'allBut' && b.kind === 'allBut') return { kind: 'allBut', names: sortedSet([...a.names, ...b.names]) };
  if (a.kind === 'allBut') return { kind: 'only', names: without(b.names, a.names) };
  if (b.kind === 'allBut') return { kind: 'only', names: without(a.names, b.names) };
  return { kind: 'only', names: a.names.filter((name) => b.names.includes(name)) };
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}
