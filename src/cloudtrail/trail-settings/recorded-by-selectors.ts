import { assertNever } from '../../base/assert-never.ts';
import { recordedByAdvanced } from './advanced-selector.ts';
import { recordedByBasic } from './basic-selector.ts';
import type { RecordedEvents } from './recorded-events.ts';
import type { TrailSelectors } from './trail.ts';

/** What the selectors of a trail record: an event is recorded when any of them lets it through. */
export function recordedBySelectors(selectors: TrailSelectors): RecordedEvents {
  const parts = partsOf(selectors);
  return {
    management: parts.flatMap((part) => part.management),
    data: parts.flatMap((part) => part.data),
    partial: parts.flatMap((part) => part.partial),
  };
}

function partsOf(selectors: TrailSelectors): readonly RecordedEvents[] {
  switch (selectors.kind) {
    case 'basic':
      return selectors.selectors.map(recordedByBasic);
    case 'advanced':
      return selectors.selectors.map(recordedByAdvanced);
    default:
      return assertNever(selectors);
  }
}
