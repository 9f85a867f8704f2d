import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteSource } from '../../src/cloudtrail/scan/byte-interner.ts';
import { createEventTimes } from '../../src/cloudtrail/scan/event-time.ts';

/** Reads the time out of the middle of other text. */
function read(text: string) {
  const times = createEventTimes();
  const bytes = new TextEncoder().encode(`:${text},`);
  return [1, 2].map(() => times.read(byteSource(bytes), 1, bytes.length - 1))[1];
}

describe('createEventTimes()', () => {
  it.each([
    '2026-09-20T10:11:12Z',
    '2026-09-20T00:00:00Z',
    '2026-09-20T23:59:59Z',
    '2026-12-31T19:08:07Z',
    '2024-02-29T10:00:00Z',
  ])('reads %s', (text) => {
    expect(read(`"${text}"`)).toBe(Date.parse(text));
  });

  it.each([
    '2026-09-20T24:00:00Z',
    '2026-09-20T10:60:00Z',
    '2026-09-20T10:00:60Z',
    '2026-13-20T10:00:00Z',
    '2026/09/20T10:00:00Z',
    'x026-09-20T10:00:00Z',
    '2026-09-2xT10:00:00Z',
    '2026-09-20 10:00:00Z',
    '2026-09-20T10:00:00z',
    '2026-09-20T10.00:00Z',
    '2026-09-20T10:00.00Z',
    '2026-09-20T/0:00:00Z',
    '2026-09-20T0/:00:00Z',
    '2026-09-20T0::00:00Z',
    '2026-09-20T:0:00:00Z',
    '2026-09-20T10:00:00.1Z',
    '2026-09-20T10:00Z',
    '2026-09-20T10:00:00Z0',
    '',
  ])('leaves %j to others', (text) => {
    expect(read(`"${text}"`)).toBeUndefined();
  });

  it('reads any second as Date.parse does', () => {
    const second = fc.date({ min: new Date(0), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true });
    fc.assert(
      fc.property(second, (date) => {
        const text = date.toISOString().replace(/\.\d+/, '');
        expect(read(`"${text}"`)).toBe(Date.parse(text));
      }),
    );
  });
});
