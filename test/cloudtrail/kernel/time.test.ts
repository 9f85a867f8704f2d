import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileWith, membersWith, reading } from './reading.ts';

/** The second since 1970 that a time is read as; `undefined` when it is left to others. */
function read(text: string): number | undefined {
  const [time] = reading(fileWith(...membersWith({ eventTime: JSON.stringify(text) }))).times;
  return time?.[0];
}

describe('times in the kernel', () => {
  it.each([
    '2026-09-20T10:11:12Z',
    '2026-09-20T00:00:00Z',
    '2026-09-20T23:59:59Z',
    '2026-12-31T19:08:07Z',
    '2024-02-29T10:00:00Z',
    '1969-12-31T23:59:58Z',
  ])('reads %s', (text) => {
    expect(read(text)).toBe(Date.parse(text) / 1_000);
  });

  it.each([
    '2026-09-20T24:00:00Z',
    '2026-09-20T10:60:00Z',
    '2026-09-20T10:00:60Z',
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
    expect(read(text)).toBeUndefined();
  });

  it('leaves a day to others that is none', () => {
    const imports = { resolveDay: () => -(2 ** 31) };
    expect(reading(fileWith(...membersWith()), { imports })).toMatchObject({ records: 1, unusual: 1 });
  });

  it('leaves a time to others that is no text', () => {
    for (const eventTime of ['null', '1789000000', '{"a":"2026-09-20T10:"}', '["2026-09-20T10:00Z"]']) {
      expect(reading(fileWith(...membersWith({ eventTime })))).toMatchObject({ records: 1, unusual: 1, times: [] });
    }
  });

  it('reads any second as Date.parse does', () => {
    const second = fc.date({ min: new Date(0), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true });
    fc.assert(
      fc.property(second, (date) => {
        const text = date.toISOString().replace(/\.\d+/, '');
        expect(read(text)).toBe(Date.parse(text) / 1_000);
      }),
    );
  });

  it('asks for each day once, and keeps first and last second of each', () => {
    const asked: number[] = [];
    const imports = { resolveDay: () => asked.push(0) };
    const times = ['20T10:00:05', '21T10:00:00', '20T10:00:01', '20T10:00:09', '21T10:00:00'];
    const records = times.map((time) => `{${membersWith({ eventTime: `"2026-09-${time}Z"` }).join(',')}}`);
    const { times: read } = reading(`{"Records":[${records.join(',')}]}`, { imports });
    expect(asked).toHaveLength(2);
    const day = (number: number, first: number, last: number) => [
      number * 86_400 + 36_000 + first,
      number * 86_400 + 36_000 + last,
    ];
    expect(read).toEqual([day(1, 1, 9), day(2, 0, 0)]);
  });
});
