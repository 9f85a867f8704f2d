import { describe, expect, it } from 'vitest';
import { decodeAwsChunked } from '../../src/sandbox/wire/aws-chunked.ts';

describe('decodeAwsChunked()', () => {
  it('joins the chunks and reads the trailers', () => {
    const encoded = 'b\r\nhello\r\nworl\r\n1;chunk-signature=ab\r\nd\r\n0\r\nx-amz-checksum-crc32: AAAA==\r\n\r\n';
    const decoded = decodeAwsChunked(Buffer.from(encoded));
    expect(decoded.body.toString()).toBe('hello\r\nworld');
    expect(decoded.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAA==' });
  });

  it('reads an empty body', () => {
    expect(decodeAwsChunked(Buffer.from('0\r\n\r\n'))).toEqual({ body: Buffer.alloc(0), trailers: {} });
  });

  it.each(['hello', 'zz\r\nhello\r\n0\r\n\r\n'])('refuses %j', (text) => {
    expect(() => decodeAwsChunked(Buffer.from(text))).toThrow('Cannot decode aws-chunked body');
  });
});
