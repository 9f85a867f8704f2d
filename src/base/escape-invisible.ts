import { unicodeEscape } from './unicode-escape.ts';

/** Writes characters of JSON, HCL or quoted YAML that are invisible, control terminals or change the direction of text as escapes. */
export function escapeInvisible(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g, unicodeEscape);
}
