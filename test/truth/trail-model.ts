import { DAY_MS } from '../../src/base/time.ts';
import type { AdvancedSelector, Trail, TrailChange } from '../../src/cloudtrail/trail-settings/trail.ts';
import type { Random } from './random.ts';
import type { Recording } from './recording.ts';
import { DATA_TYPES } from './recording.ts';

type Half = 'all' | 'readOnly' | 'writeOnly' | 'none';

/** What a trail records, and when it did. */
export interface TrailModel {
  readonly management: Half;
  /** Event sources left out of the management events. */
  readonly excluded: readonly string[];
  /** Resource types whose data events are recorded, and which half. */
  readonly data: ReadonlyMap<string, Exclude<Half, 'none'>>;
  readonly startedAt: number;
  /** When it was stopped and started again. */
  readonly gap?: { readonly from: number; readonly to: number };
  /** Until then it recorded management events alone. */
  readonly narrowUntil?: number;
  /** Milliseconds that its files take to come, at most. */
  readonly delay: number;
}

/** A call, as far as a trail's selectors ask. */
export interface Recordable {
  readonly at: number;
  readonly recording: Recording;
  readonly eventSource: string;
  readonly readOnly: boolean;
}

/** Draws a trail. */
export function drawTrail(now: number, random: Random): TrailModel {
  const chance = random.next();
  const types = chance < 0.55 ? DATA_TYPES : chance < 0.8 ? random.some(DATA_TYPES, 1 + random.int(8)) : [];
  const half = (): Exclude<Half, 'none'> => random.pick(['all', 'all', 'all', 'all', 'readOnly', 'writeOnly']);
  const gapFrom = now - (3 + random.int(85)) * DAY_MS;
  return {
    management: random.pick(['all', 'all', 'all', 'all', 'all', 'readOnly', 'writeOnly', 'none']),
    excluded: random.chance(0.15) ? ['kms.amazonaws.com'] : [],
    data: new Map(types.map((type) => [type, chance < 0.4 ? 'all' : half()])),
    startedAt: now - (random.chance(0.8) ? 400 : 10 + random.int(80)) * DAY_MS,
    ...(random.chance(0.15) && { gap: { from: gapFrom, to: gapFrom + (1 + random.int(40)) * DAY_MS * 0.1 } }),
    ...(random.chance(0.15) && { narrowUntil: now - (3 + random.int(85)) * DAY_MS }),
    delay: random.pick([5, 20, 170]) * 60_000,
  };
}

/** Whether a trail records a call. */
export function records(trail: TrailModel, { at, recording, eventSource, readOnly }: Recordable): boolean {
  if (at < trail.startedAt || (trail.gap !== undefined && at >= trail.gap.from && at < trail.gap.to)) return false;
  if (recording.kind === 'never') return false;
  if (recording.kind === 'management')
    return holds(trail.management, readOnly) && !trail.excluded.includes(eventSource);
  if (trail.narrowUntil !== undefined && at < trail.narrowUntil) return false;
  return holds(trail.data.get(recording.type) ?? 'none', readOnly);
}

function holds(half: Half, readOnly: boolean): boolean {
  return half === 'all' || (half !== 'none' && (half === 'readOnly') === readOnly);
}

/** The bucket of every campaign's trail. */
export const BUCKET = 'campaign-logs';
const ARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/campaign';

/** The trail as CloudTrail's API states it at a time. */
export function trailAt(model: TrailModel, regions: readonly string[], now: number): Trail {
  const { gap } = model;
  const restarted = gap !== undefined && gap.to <= now;
  return {
    arn: ARN,
    name: 'campaign',
    homeRegion: 'us-east-1',
    bucket: BUCKET,
    prefix: '',
    globalServiceEvents: true,
    selectors: { kind: 'advanced', selectors: selectorsOf(model, now) },
    statuses: regions.map((region) => ({
      region,
      logging: gap === undefined || now < gap.from || restarted,
      startedAt: restarted ? gap.to : model.startedAt,
      ...(gap !== undefined && gap.from <= now && { stoppedAt: gap.from }),
      lastDeliveryAt: now - 300_000,
    })),
  };
}

function selectorsOf(
  { management, excluded, data, narrowUntil }: TrailModel,
  now: number,
): readonly AdvancedSelector[] {
  const half = (which: Half) =>
    which === 'all' ? [] : [{ field: 'readOnly', equals: [which === 'readOnly' ? 'true' : 'false'] }];
  const events = {
    fields: [
      { field: 'eventCategory', equals: ['Management'] },
      ...half(management),
      ...(excluded.length > 0 ? [{ field: 'eventSource', notEquals: excluded }] : []),
    ],
  };
  const types = narrowUntil !== undefined && now < narrowUntil ? [] : [...data];
  return [
    ...(management === 'none' ? [] : [events]),
    ...types.map(([type, which]) => ({
      fields: [
        { field: 'eventCategory', equals: ['Data'] },
        { field: 'resources.type', equals: [type] },
        ...half(which),
      ],
    })),
  ];
}

/** The calls that changed it, as the event history of its home Region has them at a time. */
export function changesOf({ gap, narrowUntil }: TrailModel, now: number): readonly TrailChange[] {
  const changes: TrailChange[] = [];
  if (gap !== undefined) {
    changes.push(
      { at: gap.from, eventName: 'StopLogging', trail: ARN },
      { at: gap.to, eventName: 'StartLogging', trail: ARN },
    );
  }
  if (narrowUntil !== undefined) changes.push({ at: narrowUntil, eventName: 'PutEventSelectors', trail: 'campaign' });
  return changes.filter(({ at }) => at <= now && at > now - 90 * DAY_MS).sort((a, b) => a.at - b.at);
}
