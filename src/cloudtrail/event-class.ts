import { asObject, textAt } from './json.ts';

/**
 * Of which class of events a record is, as far as that can be told without reading it: `other` is no class whose silence
 * counts (network activity, Insights, summaries, what AWS may add), `unknown` may be any.
 */
export type RecordClass = 'management' | 'data' | 'other' | 'unknown';

/** Reads `eventCategory`, or, of records older than it, `managementEvent` ("CloudTrail record contents"). */
export function recordClassOf(json: unknown): RecordClass {
  const record = asObject(json);
  const category = textAt(record, 'eventCategory');
  if (category === undefined) return record?.['managementEvent'] === true ? 'management' : 'unknown';
  if (category === 'Management') return 'management';
  return category === 'Data' ? 'data' : 'other';
}
