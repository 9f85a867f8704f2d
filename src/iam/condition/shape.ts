import { type GlobPart, globMatches } from '../glob.ts';
import type { Truth } from '../truth.ts';

const CASE = { caseSensitive: true } as const;

/**
 * Whether a pattern fits a value of which only the shape is known: text in which `*` stands for what is not. True when it
 * fits whatever the rest is, false when nothing of that shape fits.
 */
export function fitsShape(pattern: readonly GlobPart[], shape: string): Truth {
  if (!shape.includes('*')) return globMatches(pattern, shape, CASE);
  const text = pattern.map((part) => ('wild' in part ? part.wild : part.literal)).join('');
  if (!pattern.some((part) => 'wild' in part && /[*?]/.test(part.wild))) {
    return globMatches(shape, text, CASE) ? 'unknown' : false;
  }
  // The text of a variable may hold a `*` that is no wildcard.
  if (pattern.some((part) => 'literal' in part)) return 'unknown';
  // The star of the shape is taken as a character that only a star of the pattern can be sure to cover.
  if (!text.includes('?') && globMatches(text, shape, CASE)) return true;
  const patternStart = text.slice(0, text.search(/[*?]/));
  const shapeStart = shape.slice(0, shape.indexOf('*'));
  return patternStart.startsWith(shapeStart) || shapeStart.startsWith(patternStart) ? 'unknown' : false;
}
