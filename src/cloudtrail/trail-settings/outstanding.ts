import { DAY_MS, type EpochMs } from '../../base/time.ts';
import type { Trail, TrailStatus } from './trail.ts';

/** CloudTrail tries again what it could not deliver, for 30 days; how soon all is there once it can is not promised. */
const CATCHING_UP_MS = 2 * DAY_MS;

/** From when on a Region's log files are not delivered; nothing where delivery does not fail. */
export function undeliveredFrom({ deliveryError, lastDeliveryAt, startedAt }: TrailStatus): EpochMs | undefined {
  return deliveryError === undefined ? undefined : (lastDeliveryAt ?? startedAt ?? 0);
}

/** What of a trail is not delivered, as a text to remember: `eu-west-1 1790000000000`, Regions separated by commas. */
export function outstandingText({ statuses }: Pick<Trail, 'statuses'>): string {
  return statuses
    .flatMap((status) => {
      const from = undeliveredFrom(status);
      return from === undefined ? [] : [`${status.region} ${from}`];
    })
    .sort()
    .join(',');
}

/** By Region, from when on files may still be outstanding though delivery works again: what runs of the last days saw. */
export function outstandingSince(
  history: ReadonlyMap<EpochMs, string> | undefined,
  now: EpochMs,
): Readonly<Record<string, EpochMs>> | undefined {
  const outstanding: Record<string, EpochMs> = {};
  for (const [at, text] of history ?? []) {
    if (at < now - CATCHING_UP_MS) continue;
    for (const part of text.split(',').filter((each) => each !== '')) {
      const [region = '', from] = part.split(' ');
      outstanding[region] = Math.min(outstanding[region] ?? Number.POSITIVE_INFINITY, Number(from));
    }
  }
  return Object.keys(outstanding).length === 0 ? undefined : outstanding;
}
