/** What must hold after each night. */
export const INVARIANTS = [
  /** No action is called unused that a call to come needs, and no right-sized policy stops one. */
  'truth',
  /** What Security Hub shows as open is what the run found. */
  'published',
  /** It shows each rule's finding of a role once. */
  'doubled',
  /** What was archived is gone. */
  'archived',
  /** Every notifier tells of every finding once, or says that it may have. */
  'told',
  /** Who changes a signed ledger is told of by the next run that can read it, and nobody is accused. */
  'tampering',
  /** Heap and ledger stay below their bounds. */
  'memory',
] as const;

export type Invariant = (typeof INVARIANTS)[number];

/** An invariant that did not hold after a night. */
export interface Violation {
  readonly invariant: Invariant;
  readonly night: number;
  /** What is wrong, in a sentence. */
  readonly sentence: string;
}
