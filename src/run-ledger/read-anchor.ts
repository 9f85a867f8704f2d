import { type Anchor, anchorText, isFurther, parseAnchor } from '../ledger/anchor.ts';
import type { LedgerAnchor } from '../ports.ts';

/**
 * Where the anchor stands; undefined where there is none yet.
 *
 * @throws {Error} when it cannot be read, or is none: it may be somebody's parameter with another purpose
 */
export async function readAnchor(anchor: LedgerAnchor): Promise<Anchor | undefined> {
  const text = await anchor.read();
  if (text === undefined) return undefined;
  const parsed = parseAnchor(text);
  if (parsed.ok) return parsed.value;
  throw new Error(
    `Cannot use ${anchor.name}: ${parsed.problem}. Name another, or delete it where it was this ledger's`,
  );
}

/** Brings the anchor as far as a run has come, unless it is there already; gives where it stands then. */
export async function advanceAnchor(anchor: LedgerAnchor, to: Anchor): Promise<Anchor> {
  const present = await readAnchor(anchor);
  if (present !== undefined && !isFurther(to, present)) return present;
  await anchor.replace(anchorText(to));
  return to;
}
