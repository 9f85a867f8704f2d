import { quoted } from '../base/format.ts';

/** One JSON text found in a stream, or a sentence about characters that are none. */
export type SplitItem = { readonly text: string } | { readonly problem: string };

/** Cuts a stream of JSON into CloudTrail records as the chunks come. */
export interface RecordSplitter {
  push(chunk: string): readonly SplitItem[];
  /** After the last chunk: what is still open is cut off. */
  end(): readonly SplitItem[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** What may stand between values: white space, commas, a list around them, a byte order mark. */
const BETWEEN = /[\s,[\]\uFEFF]/;
const RECORDS_KEY = /"Records"\s*:\s*$/;
const MOST_SHOWN = 60;

/**
 * Follows depth and strings only; parsing is left to `JSON.parse`. Top-level objects are records (JSON Lines, or
 * pretty-printed ones one after the other), except log files `{"Records":[…]}`, whose elements are. Memory holds one record.
 *
 * A record that is cut off ends where the next line begins with a brace: one bad line does not swallow the rest.
 */
export function recordSplitter(): RecordSplitter {
  /** Earlier chunks, from the open value's first character on. */
  let kept = '';
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** Inside the "Records" list of a log file, whose elements begin at depth 2. */
  let inRecords = false;
  /** The beginning of text that belongs to no value. */
  let loose = '';

  function flush(items: SplitItem[]): void {
    if (loose !== '') items.push({ problem: `not a JSON object: ${found(loose)}` });
    loose = '';
  }

  function reset(): void {
    depth = 0;
    inString = false;
    escaped = false;
    inRecords = false;
  }

  function push(chunk: string): readonly SplitItem[] {
    const items: SplitItem[] = [];
    const text = kept + chunk;
    /** Of the open value in `text`; -1 while none is. */
    let start = kept === '' ? -1 : 0;

    const giveUp = (problem: string, at: number): void => {
      items.push({ problem: `${problem}: ${found(text.slice(start, Math.min(at, start + 200)))}` });
      reset();
      start = -1;
    };

    for (let at = kept.length; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
        else if (code === NEWLINE && start >= 0) giveUp('a line ends inside a string', at);
        continue;
      }
      switch (code) {
        case QUOTE:
          if (depth > 0) inString = true;
          break;
        case OPEN_BRACE:
          if (depth > 0 && !inRecords && text.charCodeAt(at - 1) === NEWLINE) giveUp('a record is cut off', at);
          if (depth === 0) flush(items);
          if (start < 0 && (depth === 0 || depth === 2)) start = at;
          depth += 1;
          continue;
        case OPEN_BRACKET:
          if (depth === 0) break;
          if (depth === 1 && start >= 0 && RECORDS_KEY.test(text.slice(Math.max(start, at - 40), at))) {
            inRecords = true;
            start = -1;
          }
          depth += 1;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          if (depth === 0) break;
          depth -= 1;
          if (start >= 0 && depth === (inRecords ? 2 : 0)) {
            items.push({ text: text.slice(start, at + 1) });
            start = -1;
          }
          if (depth === 0) reset();
          continue;
        default:
      }
      if (depth === 0) {
        if (code === NEWLINE) flush(items);
        else if (loose.length < MOST_SHOWN && !(loose === '' && BETWEEN.test(text.charAt(at))))
          loose += text.charAt(at);
      }
    }
    kept = start >= 0 ? text.slice(start) : '';
    return items;
  }

  return {
    push,
    end() {
      const items: SplitItem[] = [];
      flush(items);
      if (kept !== '') items.push({ problem: `the input ends inside a record: ${found(kept.slice(0, 200))}` });
      else if (depth > 0) items.push({ problem: 'the input ends inside a log file' });
      kept = '';
      reset();
      return items;
    },
  };
}

/** What was found, on one line. */
function found(text: string): string {
  return quoted(text.trim().replace(/\s+/g, ' '), MOST_SHOWN);
}
