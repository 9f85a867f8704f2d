import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../../src/sources/trail/decompress.ts';

const TEXT = Buffer.from('{"Records":[]}'.repeat(50));
const FILE = gzipSync(TEXT);
const MOST = 10_000_000;

/** The file with its last eight bytes (checksum and size, RFC 1952) changed. */
function withTrailer({ checksum, size }: { readonly checksum?: number; readonly size?: number }): Buffer {
  const file = Buffer.from(FILE);
  if (checksum !== undefined) file.writeUInt32LE(checksum, file.length - 8);
  if (size !== undefined) file.writeUInt32LE(size, file.length - 4);
  return file;
}

/** The file with a file name in its header. */
const NAMED = Buffer.concat([
  FILE.subarray(0, 3),
  Buffer.from([8]),
  FILE.subarray(4, 10),
  Buffer.from('name\0'),
  FILE.subarray(10),
]);

describe('decompress()', () => {
  it.each([
    ['of one member', FILE, TEXT],
    ['of several members', Buffer.concat([FILE, FILE]), Buffer.concat([TEXT, TEXT])],
    ['of several members, the last one empty', Buffer.concat([FILE, gzipSync('')]), TEXT],
    ['with zeros behind it', Buffer.concat([FILE, Buffer.alloc(20)]), TEXT],
    ['with a name', NAMED, TEXT],
    ['without content', gzipSync(''), Buffer.alloc(0)],
    ['stored without compression inside', gzipSync(TEXT, { level: 0 }), TEXT],
    ['that is plain text', TEXT, TEXT],
    ['that is plain text behind a byte order mark', Buffer.from('\ufeff{}'), Buffer.from('\ufeff{}')],
  ])('returns the content of a file %s', (_what, file, content) => {
    const found = decompress(Uint8Array.from(file), MOST);
    expect(found.ok && Buffer.compare(found.bytes, content)).toBe(0);
  });

  it.each([
    ['that is empty', Buffer.alloc(0), /it is empty/, true],
    ['of other bytes', Buffer.from('PK'), /expected gzip, found other bytes/, false],
    ['with a wrong checksum', withTrailer({ checksum: 1 }), /incorrect data check/, true],
    ['that states too small a size', withTrailer({ size: TEXT.length - 1 }), /incorrect length check/, true],
    ['that states too large a size', withTrailer({ size: TEXT.length + 1 }), /incorrect length check/, true],
    ['that states no size', withTrailer({ size: 0 }), /incorrect length check/, true],
    ['that states the largest size', withTrailer({ size: 0xffff_ffff }), /incorrect length check/, true],
    ['of another method', Buffer.from([0x1f, 0x8b, 7, ...FILE.subarray(3)]), /unknown compression method/, true],
    ['of two bytes', FILE.subarray(0, 2), /unexpected end of file/, true],
  ])('refuses a file %s', (_what, file, problem, again) => {
    expect(decompress(Uint8Array.from(file), MOST)).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
      again,
    });
  });

  it('refuses a file cut anywhere behind its first two bytes, and would read it again', () => {
    for (let length = 2; length < FILE.length; length++) {
      expect(decompress(FILE.subarray(0, length), MOST)).toMatchObject({ ok: false, again: true });
    }
  });

  it('refuses content beyond the limit, even of a file that states less', () => {
    const problem = 'Cannot read log file: it holds more than 100 bytes, which is what the memory allows for one file';
    for (const file of [withTrailer({ size: 1 }), Buffer.concat([FILE, gzipSync(' ')])]) {
      expect(decompress(file, 100)).toEqual({ ok: false, problem, again: false, tooLarge: true });
    }
    expect(decompress(TEXT, 100)).toEqual({ ok: false, problem, again: false });
    expect(decompress(FILE, TEXT.length)).toMatchObject({ ok: true });
  });

  it('does not inflate a file that states more than the limit: it holds that, or is damaged', () => {
    const stated = {
      ok: false,
      problem: expect.stringMatching(/it states \d+ bytes of content, more than/),
      again: true,
    };
    expect(decompress(FILE, 100)).toEqual(stated);
    // Its deflated data is gone: nobody looked.
    expect(decompress(Buffer.concat([FILE.subarray(0, 12), Buffer.alloc(20), FILE.subarray(-8)]), 100)).toEqual(stated);
  });

  it('stops at the limit: a bomb costs no more memory than what is allowed', () => {
    const bomb = Buffer.concat([gzipSync(Buffer.alloc(300_000_000), { level: 9 }), gzipSync(' ')]);
    const before = process.memoryUsage().arrayBuffers;
    expect(decompress(bomb, 1_000_000)).toMatchObject({ ok: false, again: false });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('allocates memory for the content alone, so that it can be given back', () => {
    const content = Buffer.alloc(1_000_000, 'abc');
    const found = decompress(gzipSync(content), MOST);
    expect(found.ok && found.bytes.buffer.byteLength).toBe(content.length + 1);
  });
});
