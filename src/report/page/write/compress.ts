import { Deflate, strToU8 } from 'fflate';

/** Characters that are compressed at a time. */
const ENOUGH = 1 << 20;
/** Bytes turned into text at a time: a multiple of three, so that each has Base64 of its own, and as many as a call takes as arguments. */
const CHUNK = 0x6000;

/** A text that comes in pieces, compressed (raw DEFLATE) and in Base64: letters, digits, `+`, `/` and `=`, whatever it holds. */
export function compressText(pieces: Iterable<string>): string {
  const texts: string[] = [];
  const encoder = base64Encoder((text) => texts.push(text));
  const deflate = new Deflate((bytes) => encoder.push(bytes));
  let waiting: string[] = [];
  let length = 0;
  const push = (isLast: boolean): void => {
    deflate.push(strToU8(waiting.join('')), isLast);
    waiting = [];
    length = 0;
  };
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length >= ENOUGH) push(false);
  }
  push(true);
  encoder.end();
  return texts.join('');
}

function base64Encoder(write: (text: string) => void): { push(bytes: Uint8Array): void; end(): void } {
  const chunk = new Uint8Array(CHUNK);
  let filled = 0;
  const flush = (): void => {
    write(btoa(String.fromCharCode(...chunk.subarray(0, filled))));
    filled = 0;
  };
  return {
    push(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const taken = bytes.subarray(from, from + CHUNK - filled);
        chunk.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled === CHUNK) flush();
      }
    },
    end: flush,
  };
}
