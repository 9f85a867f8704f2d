import { describe, expect, it } from 'vitest';
import { FIELD, FIELDS, fieldWithKey } from '../../src/cloudtrail/scan/record-fields.ts';

function fieldOf(key: string): number {
  const bytes = new TextEncoder().encode(`,"${key}":`);
  return fieldWithKey(bytes, 2, bytes.length - 2);
}

describe('fieldWithKey()', () => {
  it.each(FIELDS)('finds %s', (name) => {
    expect(fieldOf(name)).toBe(FIELD[name]);
    expect(FIELDS[FIELD[name]]).toBe(name);
  });

  it('finds no other key, however like', () => {
    for (const name of FIELDS) {
      const letters = [...name];
      const others = [
        ...letters.map((_, at) => letters.with(at, '_').join('')),
        ...letters.map((_, at) => letters.toSpliced(at, 1).join('')),
        `${name}s`,
        `x${name}`,
        name.toUpperCase(),
        letters.toReversed().join(''),
      ];
      for (const other of others) expect({ other, field: fieldOf(other) }).toEqual({ other, field: -1 });
    }
    for (const other of ['', 'x', 'eventVersion', 'x'.repeat(300)]) expect(fieldOf(other)).toBe(-1);
  });
});
