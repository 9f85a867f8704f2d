import { byKey } from '../../base/by-key.ts';
import { byText } from '../../base/by-text.ts';
import type { Trail } from './trail.ts';

/**
 * All of a trail's settings that decide what it records, in one text: equal texts record the same. Whether it logs is left
 * out, as its status says since when.
 */
export function settingsFingerprint(trail: Trail): string {
  const { arn, homeRegion, bucket, prefix, globalServiceEvents, selectors } = trail;
  return JSON.stringify([arn, homeRegion, bucket, prefix, globalServiceEvents, canonical(selectors)]);
}

/** The same value with keys and lists of plain texts in one order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return items
      .map((item) => ({ item, key: JSON.stringify(item) }))
      .sort((a, b) => byText(a.key, b.key))
      .map(({ item }) => item);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([key, item]) => [key, canonical(item)]),
  );
}
