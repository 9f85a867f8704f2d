import { clip } from '../base/format.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';

/**
 * What looks like a credential: web addresses with whatever they carry, tokens of Slack, keys of AWS, long runs of key material. Wider
 * than `looksSecret`, which refuses what people typed: a word too many that is not shown does no harm here.
 */
const SECRETS: readonly RegExp[] = [
  /\bhttps?:\/\/\S+/gi,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/]*@\S+/gi,
  /\/services\/T\w+\/\S+/g,
  /\bxox[a-z]*[-.][\w.-]+/gi,
  /\bxapp-[\w-]+/gi,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /\b(?:Bearer|Basic)\s+\S+/gi,
  /(?<![\w/+=-])(?=[\w/+=-]*\d)(?=[\w/+=-]*[A-Za-z])[\w/+=-]{40,}/g,
];

/** Characters that are searched; the rest is cut off first. */
const LONGEST = 10_000;

/** Text of unknown origin, on one line, clipped, and without what looks like a credential. */
export function redact(text: string, max = 500): string {
  // A cut could leave half a credential, which would not look like one.
  const whole = text.length <= LONGEST ? text : text.slice(0, LONGEST).replace(/\S*$/, '');
  const safe = SECRETS.reduce((left, secret) => left.replace(secret, '(not shown)'), stripControlCharacters(whole));
  return clip(safe.replace(/\s+/g, ' ').trim(), max);
}
