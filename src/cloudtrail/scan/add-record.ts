import { DAY_MS, type EpochMs, toIso } from '../../base/time.ts';
import { recordClassOf } from '../event-class.ts';
import { interpretRecord } from '../interpret-record.ts';
import { asObject, textAt } from '../json.ts';
import type { Interpretation } from '../observation.ts';
import { eventTimeOf } from '../record.ts';
import { recordedKindOf } from '../recorded-kind.ts';
import type { ObservationGroups } from './observation-groups.ts';
import type { ScanOptions, UnreadableRecord } from './record-scanner.ts';

/** CloudTrail goes on trying to deliver to a bucket that refuses for 30 days ("Managing CloudTrail trails"), and clocks differ. */
const LATEST_DELIVERY_MS = 31 * DAY_MS;
const CLOCKS_DIFFER_MS = DAY_MS;

/** When the events of a file that was delivered at this moment can have happened; at any time where it is not known. */
export function timesOfDelivery(deliveredAt: EpochMs | undefined): { readonly from: EpochMs; readonly to: EpochMs } {
  if (deliveredAt === undefined) return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  return { from: deliveredAt - LATEST_DELIVERY_MS, to: deliveredAt + CLOCKS_DIFFER_MS };
}

/** What the records of one file are read with. */
export interface RecordReading {
  readonly options: ScanOptions;
  readonly groups: ObservationGroups;
  readonly deliveredAt: EpochMs | undefined;
}

/**
 * Adds what a record says to the groups, and returns it where it could not be read. A record with repeated keys says nothing; one
 * of a time at which its file cannot tell of counts as use, and as unreadable, since what it says may be wrong.
 * @param repeated the fields in which keys are repeated (`repeatedKeys`)
 */
export function addRecord(
  record: unknown,
  repeated: ReadonlySet<string> | undefined,
  { options, groups, deliveredAt }: RecordReading,
): UnreadableRecord | undefined {
  const interpretation = ofWanted(interpretRecord(record, options.latest), options);
  const { unreadable, ...said } = interpretation;
  if (repeated !== undefined && unreadable === undefined && isDecidedBy(repeated, said)) {
    const why = `Cannot read CloudTrail record${idOf(record)}: keys are repeated in ${[...repeated].toSorted().join(', ')}`;
    const { region } = unreadableRecord(record, why);
    return { why, eventClass: 'unknown', ...(region !== undefined && !repeated.has('awsRegion') && { region }) };
  }
  groups.add(interpretation);
  const recorded = options.tellsRecorded === true && repeated === undefined ? recordedKindOf(record) : undefined;
  if (recorded !== undefined) groups.addRecorded(recorded);
  const why = unreadable ?? beyondDelivery(record, deliveredAt);
  return why === undefined ? undefined : unreadableRecord(record, why);
}

/** Parameters decide only of calls that count; the rest decides which calls do. */
function isDecidedBy(repeated: ReadonlySet<string>, said: Interpretation): boolean {
  return Object.keys(said).length > 0 || [...repeated].some((field) => field !== 'requestParameters');
}

function beyondDelivery(record: unknown, deliveredAt: EpochMs | undefined): string | undefined {
  const at = eventTimeOf(asObject(record)?.['eventTime']);
  const { from, to } = timesOfDelivery(deliveredAt);
  if (at === undefined || deliveredAt === undefined || (from <= at && at < to)) return undefined;
  return `Cannot trust the time of CloudTrail record${idOf(record)}: found ${toIso(at)} in a file delivered at ${toIso(deliveredAt)}`;
}

function idOf(record: unknown): string {
  const id = textAt(asObject(record), 'eventID');
  return id === undefined ? '' : ` "${id.slice(0, 64)}"`;
}

/** Removes the calls of roles that are not wanted. */
function ofWanted(interpretation: Interpretation, { wanted }: ScanOptions): Interpretation {
  const { observation, summarized, ...rest } = interpretation;
  if (wanted === undefined) return interpretation;
  const kept = summarized?.filter(({ principal }) => wanted(principal)) ?? [];
  return {
    ...rest,
    ...(observation !== undefined && wanted(observation.principal) ? { observation } : {}),
    ...(kept.length > 0 && { summarized: kept }),
  };
}

/** Describes a record that could not be read: its Region and class, as far as it states them. */
function unreadableRecord(record: unknown, why: string): UnreadableRecord {
  const region = textAt(asObject(record), 'awsRegion');
  return { why, eventClass: recordClassOf(record), ...(region === undefined ? {} : { region }) };
}
