import { resourceMatches } from './arn-pattern.ts';

/**
 * Whether every resource that `narrow` matches is certain to be matched by `wide`. Errs on the side of no: policy variables
 * are covered by the same text or by `*` only, and a `?` never covers a `*`.
 */
export function resourceCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || /^\*+$/.test(wide)) return true;
  if (wide.includes('${') || narrow.includes('${')) return false;
  if (wide.includes('?') && narrow.includes('*')) return false;
  return resourceMatches([{ wild: wide }], narrow);
}

/** Whether some resource may match both. Errs on the side of yes. */
export function resourcesMayOverlap(a: string, b: string): boolean {
  const [first, second] = [fixedBeginning(a), fixedBeginning(b)];
  if (a === first && b === second) return a === b;
  if (a === first) return a.startsWith(second);
  if (b === second) return b.startsWith(first);
  return first.startsWith(second) || second.startsWith(first);
}

/** What stands before the first wildcard or variable. */
function fixedBeginning(pattern: string): string {
  return pattern.split(/[*?]|\$\{/, 1)[0] ?? '';
}
