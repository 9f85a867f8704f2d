import { constants, deflateRawSync, gzipSync, type ZlibOptions } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernelScanner } from '../../src/cloudtrail/scan/kernel/kernel-scan.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { decompress } from '../../src/trail/decompress.ts';

const catalog = await loadCatalog();
const kernel = kernelInflate();

function kernelInflate() {
  const inflate = createKernelScanner({ catalog })?.inflate;
  if (inflate === undefined) throw new Error('this platform runs no kernel');
  return inflate;
}

/** What comes of a file with the kernel, which must be what zlib alone makes of it; `byKernel` when zlib was not asked. */
function both(file: Uint8Array) {
  let byKernel = false;
  const alone = decompress(file);
  const found = decompress(file, (...asked) => {
    const bytes = kernel(...asked);
    byKernel = bytes !== undefined;
    return bytes;
  });
  expect(found.ok).toBe(alone.ok);
  if (found.ok && alone.ok) expect(Buffer.compare(found.bytes, alone.bytes)).toBe(0);
  else expect(found).toEqual(alone);
  return { ...alone, byKernel };
}

/** Texts as log files are: much of it once more, and some of it never. */
const content = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('{"eventVersion":"1.11","userIdentity":', 'x', 'ab', 'abc', '"eventName":"GetObject",'),
      fc.uuid(),
      fc.nat(300).map((count) => 'z'.repeat(count)),
      fc.nat(70).map((count) => 'abcdefghijk'.repeat(count)),
    ),
    { maxLength: 300, size: 'max' },
  )
  .map((parts) => new TextEncoder().encode(parts.join('')));

const options: fc.Arbitrary<ZlibOptions> = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

describe('decompress() with the kernel', () => {
  it('comes to the same bytes, however they were compressed', () => {
    let byKernel = 0;
    fc.assert(
      fc.property(content, options, (bytes, how) => {
        const found = both(gzipSync(bytes, how));
        expect(found.ok && Buffer.compare(found.bytes, bytes)).toBe(0);
        if (found.byKernel) byKernel++;
      }),
      { numRuns: 400 },
    );
    expect(byKernel).toBeGreaterThan(300);
  });

  it('says the same of files that were cut or changed anywhere', () => {
    fc.assert(
      fc.property(content, options, fc.nat(), fc.nat(255), fc.boolean(), (bytes, how, where, byte, isCut) => {
        const file = gzipSync(bytes, how);
        const at = where % file.length;
        if (!isCut) file[at] = byte;
        both(isCut ? file.subarray(0, at) : file);
      }),
      { numRuns: 600 },
    );
  });

  it('takes large files, and one after another', () => {
    const words = ['GetObject', 'PutObject', 'arn:aws:s3:::bucket/key', '"eventID":"'];
    for (const megabytes of [3, 1, 9, 2]) {
      const parts = Array.from(
        { length: megabytes * 40_000 },
        (_, at) => `${words[at % 4]}${(at * 2_654_435_761) % 4_294_967_296}`,
      );
      expect(both(gzipSync(parts.join(''))).byKernel).toBe(true);
    }
  });

  const TEXT = new TextEncoder().encode('{"Records":[]}'.repeat(50));
  const FILE = gzipSync(TEXT);
  const trailer = (size: number) => {
    const file = Uint8Array.from(FILE);
    new DataView(file.buffer).setUint32(file.length - 4, size, true);
    return file;
  };

  it.each([
    ['of several members', Buffer.concat([FILE, FILE])],
    ['of several members, the last one empty', Buffer.concat([FILE, gzipSync('')])],
    ['with zeros behind it', Buffer.concat([FILE, Buffer.alloc(20)])],
    ['with something else behind it', Buffer.concat([FILE, Buffer.from('more')])],
    [
      'with a name',
      Buffer.concat([
        FILE.subarray(0, 3),
        Buffer.from([8]),
        FILE.subarray(4, 10),
        Buffer.from('n\0'),
        FILE.subarray(10),
      ]),
    ],
    ['of another method', Buffer.concat([FILE.subarray(0, 2), Buffer.from([7]), FILE.subarray(3)])],
    ['that states too small a size', trailer(TEXT.length - 1)],
    ['that states too large a size', trailer(TEXT.length + 1)],
    ['that states no size', trailer(0)],
    ['that states a very large size', trailer(0xffff_ffff)],
    ['of nothing but a header', FILE.subarray(0, 10)],
    ['of nothing but header and trailer', Buffer.concat([FILE.subarray(0, 10), FILE.subarray(-8)])],
    ['of two bytes', FILE.subarray(0, 2)],
    ['with a wrong checksum', Buffer.concat([FILE.subarray(0, -8), Buffer.alloc(4), FILE.subarray(-4)])],
    ['of a block of no known kind', Buffer.concat([FILE.subarray(0, 10), Buffer.from([7]), FILE.subarray(-8)])],
    ['that ends within a block', Buffer.concat([FILE.subarray(0, 12), FILE.subarray(-8)])],
    ['that is plain text', Buffer.from(TEXT)],
    ['that is empty', Buffer.alloc(0)],
  ])('leaves a file %s to zlib', (_what, file) => {
    both(Uint8Array.from(file));
  });

  it.each([0, 1, 5])('takes an empty content at level %i', (level) => {
    expect(both(gzipSync('', { level }))).toMatchObject({ ok: true, byKernel: true });
  });

  it('reads no offset that lies before the beginning', () => {
    // A fixed block: the literal "a", then a match of length 3 at distance 2.
    const bits = ['1', '10', reversed(0x30 + 0x61, 8), reversed(1, 7), reversed(1, 5), reversed(0, 7)].join('');
    const deflated = Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
      Number.parseInt([...bits.slice(8 * at, 8 * at + 8)].toReversed().join('').padStart(8, '0'), 2),
    );
    expect(kernel(deflated, { begin: 0, end: deflated.length, size: 4 })).toBeUndefined();
    const right = deflateRawSync('aaaa');
    expect(kernel(right, { begin: 0, end: right.length, size: 4 })).toEqual(new TextEncoder().encode('aaaa'));
    expect(kernel(right, { begin: 0, end: right.length, size: 3 })).toBeUndefined();
    expect(kernel(right, { begin: 0, end: right.length, size: 5 })).toBeUndefined();
  });
});

/** The bits of a code, in the order in which they are read. */
function reversed(code: number, length: number): string {
  return code.toString(2).padStart(length, '0');
}
