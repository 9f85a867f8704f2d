import type { Event } from '@aws-sdk/client-cloudtrail';
import type { EpochMs } from '../../base/time.ts';
import { eventHistoryAt } from '../../cloudtrail/delivery.ts';
import { asObject, type JsonObject, textAt } from '../../cloudtrail/json.ts';
import type { TrailPast } from '../../cloudtrail/trail-settings/recorded-period.ts';
import type { TrailChange } from '../../cloudtrail/trail-settings/trail.ts';
import { MalformedAnswer } from '../client/aws-error.ts';
import type { AwsSession } from '../client/session.ts';
import { eventPages } from './event-pages.ts';

/** The calls after which a trail may record other events than before. */
const CHANGES = [
  'CreateTrail',
  'DeleteTrail',
  'PutEventConfiguration',
  'PutEventSelectors',
  'StartLogging',
  'StopLogging',
  'UpdateTrail',
] as const;

/** Looks in a Region's event history for the calls that changed trails. Throws where it cannot be read to its end. */
export async function readTrailChanges(
  session: AwsSession,
  region: string,
  now: EpochMs,
): Promise<NonNullable<TrailPast['history']>> {
  const read = eventHistoryAt(now);
  const changes: TrailChange[] = [];
  // One after the other, as each name mostly takes one call: whoever else reads the Region has a turn between.
  for (const eventName of CHANGES) {
    const attribute = { AttributeKey: 'EventName', AttributeValue: eventName } as const;
    for await (const page of eventPages(session, region, { ...read, to: now }, attribute)) {
      for (const event of page) changes.push(...changeOf(event, eventName));
    }
  }
  return { changes, read };
}

/** A call that failed changed nothing. A record that cannot be read may have changed any trail. */
function changeOf(event: Event, eventName: string): readonly TrailChange[] {
  const at = event.EventTime?.getTime();
  if (at === undefined) throw new MalformedAnswer(`an event ${eventName} has no "EventTime"`);
  const record = recordIn(event);
  if (record === undefined) return [{ at, eventName }];
  if (textAt(record, 'errorCode') !== undefined) return [];
  const parameters = asObject(record['requestParameters']);
  if (eventName === 'UpdateTrail' && onlySwitchesValidationOn(parameters)) return [];
  const trail = textAt(parameters, 'trailName') ?? textAt(parameters, 'name');
  return [{ at, eventName, ...(trail === undefined ? {} : { trail }) }];
}

/** What is advised must not cost what is known: with log file validation a trail records what it did without. */
function onlySwitchesValidationOn(parameters: JsonObject | undefined): boolean {
  const set = Object.entries(parameters ?? {}).filter(([key, value]) => key !== 'name' && value !== null);
  return set.length === 1 && set.every(([key, value]) => key === 'enableLogFileValidation' && value === true);
}

function recordIn(event: Event) {
  try {
    return asObject(JSON.parse(event.CloudTrailEvent ?? ''));
  } catch {
    return undefined;
  }
}
