import { type GlobPart, globMatches } from '../glob.ts';
import type { Truth } from '../truth.ts';

const CASE = { caseSensitive: true } as const;

/**
 * Whether a pattern fits a value of which only the shape is known: text in which `*` stands for what is not. True when it
 * fits whatever the rest is, false when nothing of that shape fits.
 */
export function fitsShape(pattern: readonly GlobPart[], shape: string): Truth {
  if (!shape.includes('*')) return globMatches(pattern, shape, CASE);
  const wild = pattern.map((part) => ('wild' in part ? part.wild : '')).join('');
  const literal = pattern.some((part) => 'literal' in part);
  if (!/[*?]/.test(wild)) {
    const text = pattern.map((part) => ('wild' in part ? part.wild : part.literal)).join('');
    return globMatches(shape, text, CASE) ? 'unknown' : false;
  }
  // The star of the shape is taken as a character that only a star of the pattern can be sure to cover.
  if (!wild.includes('?') && !literal && globMatches(pattern, shape, CASE)) return true;
  const patternStart = (literal ? '' : wild).split(/[*?]/, 1)[0] ?? '';
  const shapeStart = shape.split('*', 1)[0] ?? '';
  return patternStart.startsWith(shapeStart) || shapeStart.startsWith(patternStart) ? 'unknown' : false;
}
