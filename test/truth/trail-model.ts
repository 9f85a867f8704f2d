import { DAY_MS } from '../../src/base/time.ts';
import type {
  AdvancedSelector,
  BasicSelector,
  Trail,
  TrailChange,
  TrailSelectors,
} from '../../src/cloudtrail/trail-settings/trail.ts';
import type { Random } from './random.ts';
import type { Recording } from './recording.ts';
import { DATA_TYPES } from './recording.ts';
import { isWatched, type RoleWatch, watchFields } from './role-watch.ts';

type Half = 'all' | 'readOnly' | 'writeOnly' | 'none';

/** What a trail records, and when it did. */
export interface TrailModel {
  readonly management: Half;
  /** Event sources left out of the management events. */
  readonly excluded: readonly string[];
  /** Resource types whose data events are recorded, and which half. */
  readonly data: ReadonlyMap<string, Exclude<Half, 'none'>>;
  /** Of these types only the resources whose ARN begins so are recorded. */
  readonly partly?: ReadonlyMap<string, string>;
  /** Data events are recorded of some roles alone, or without some names. */
  readonly watch?: RoleWatch;
  /** Set in the older form, which knows three types of data events. */
  readonly basic?: boolean;
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
  /** The resource that the record lists. */
  readonly arn?: string;
  /** The record, for its name and caller. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** The types of data events that basic selectors know, and how they name all resources of each. */
const BASIC_TYPES: Readonly<Record<string, string>> = {
  'AWS::S3::Object': 'arn:aws:s3',
  'AWS::Lambda::Function': 'arn:aws:lambda',
  'AWS::DynamoDB::Table': 'arn:aws:dynamodb',
};

/** Draws a trail. */
export function drawTrail(now: number, random: Random): TrailModel {
  const chance = random.next();
  const types = chance < 0.55 ? DATA_TYPES : chance < 0.8 ? random.some(DATA_TYPES, 1 + random.int(8)) : [];
  const half = (): Exclude<Half, 'none'> => random.pick(['all', 'all', 'all', 'all', 'readOnly', 'writeOnly']);
  const basic = random.chance(0.2);
  const known = types.filter((type) => !basic || type in BASIC_TYPES);
  const management: Half = random.pick(['all', 'all', 'all', 'all', 'all', 'readOnly', 'writeOnly', 'none']);
  const partly = new Map(
    random.chance(0.15) && !basic ? random.some(known, 2).map((type) => [type, 'arn:aws:s3:::app-0']) : [],
  );
  const gapFrom = now - (3 + random.int(85)) * DAY_MS;
  return {
    management: basic && management === 'none' ? 'all' : management,
    excluded: random.chance(0.15) ? ['kms.amazonaws.com'] : [],
    data: new Map(known.map((type) => [type, basic ? 'all' : chance < 0.4 ? 'all' : half()])),
    ...(partly.size > 0 && { partly }),
    ...(basic && { basic }),
    startedAt: now - (random.chance(0.8) ? 400 : 10 + random.int(80)) * DAY_MS,
    ...(random.chance(0.15) && { gap: { from: gapFrom, to: gapFrom + (1 + random.int(40)) * DAY_MS * 0.1 } }),
    ...(random.chance(0.15) && { narrowUntil: now - (3 + random.int(85)) * DAY_MS }),
    delay: random.pick([5, 20, 170]) * 60_000,
  };
}

/** Whether a trail records a call. */
export function records(trail: TrailModel, { at, recording, eventSource, readOnly, arn, json }: Recordable): boolean {
  if (at < trail.startedAt || (trail.gap !== undefined && at >= trail.gap.from && at < trail.gap.to)) return false;
  if (recording.kind === 'never') return false;
  if (recording.kind === 'management')
    return holds(trail.management, readOnly) && !trail.excluded.includes(eventSource);
  if (trail.narrowUntil !== undefined && at < trail.narrowUntil) return false;
  const prefix = trail.partly?.get(recording.type);
  if (prefix !== undefined && arn?.startsWith(prefix) !== true) return false;
  if (trail.watch !== undefined && !isWatched(trail.watch, { at, type: recording.type, ...callerOf(json) }))
    return false;
  // Basic selectors have one half for both kinds of events.
  return (
    holds(trail.data.get(recording.type) ?? 'none', readOnly) && (!trail.basic || holds(trail.management, readOnly))
  );
}

/** Who called what; services have no session. */
function callerOf(json: Recordable['json']): { readonly session: string; readonly eventName: string } {
  const { arn } = (json['userIdentity'] ?? {}) as { readonly arn?: string };
  return { session: arn ?? '', eventName: String(json['eventName']) };
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
    selectors: selectorsOf(model, now),
    statuses: regions.map((region) => ({
      region,
      logging: gap === undefined || now < gap.from || restarted,
      startedAt: restarted ? gap.to : model.startedAt,
      ...(gap !== undefined && gap.from <= now && { stoppedAt: gap.from }),
      lastDeliveryAt: now - 300_000,
    })),
  };
}

function selectorsOf(model: TrailModel, now: number): TrailSelectors {
  return model.basic
    ? { kind: 'basic', selectors: [basicSelector(model, now)] }
    : { kind: 'advanced', selectors: advancedSelectors(model, now) };
}

function basicSelector({ management, excluded, data, narrowUntil }: TrailModel, now: number): BasicSelector {
  const types = narrowUntil !== undefined && now < narrowUntil ? [] : [...data.keys()];
  return {
    readWriteType: management === 'readOnly' ? 'ReadOnly' : management === 'writeOnly' ? 'WriteOnly' : 'All',
    managementEvents: true,
    excludedEventSources: excluded,
    dataResources: types.map((type) => ({ type, values: [BASIC_TYPES[type] ?? ''] })),
  };
}

function advancedSelectors(
  { management, excluded, data, partly, narrowUntil, watch }: TrailModel,
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
        ...[partly?.get(type) ?? []].flat().map((prefix) => ({ field: 'resources.ARN', startsWith: [prefix] })),
        ...half(which),
        ...(watch ? watchFields(watch, type, now) : []),
      ],
    })),
  ];
}

/** The calls that changed it, as the event history of its home Region has them at a time. */
export function changesOf({ gap, narrowUntil, watch }: TrailModel, now: number): readonly TrailChange[] {
  const changes: TrailChange[] = [];
  if (gap !== undefined) {
    changes.push(
      { at: gap.from, eventName: 'StopLogging', trail: ARN },
      { at: gap.to, eventName: 'StartLogging', trail: ARN },
    );
  }
  if (narrowUntil !== undefined) changes.push({ at: narrowUntil, eventName: 'PutEventSelectors', trail: 'campaign' });
  for (const at of watch ? [watch.mutedFrom, watch.mutedUntil] : []) {
    changes.push({ at, eventName: 'PutEventSelectors', trail: 'campaign' });
  }
  return changes.filter(({ at }) => at <= now && at > now - 90 * DAY_MS).sort((a, b) => a.at - b.at);
}
