import type { TrailPast } from '../../src/cloudtrail/trail-settings/recorded-period.ts';
import type {
  AdvancedSelector,
  BasicSelector,
  FieldSelector,
  Trail,
  TrailStatus,
} from '../../src/cloudtrail/trail-settings/trail.ts';
import type { TrailKnowledge } from '../../src/evidence/coverage-by-settings.ts';
import { ACCOUNT, daysAgo, NOW } from '../ledger/seen.ts';

/** A field that must have one of the values. */
export function field(name: string, ...values: readonly string[]): FieldSelector {
  return { field: name, equals: values };
}

/** Management events, advanced. */
export function managementEvents(...fields: readonly FieldSelector[]): AdvancedSelector {
  return { fields: [field('eventCategory', 'Management'), ...fields] };
}

/** Data events of a type, advanced. */
export function dataEvents(type: string, ...fields: readonly FieldSelector[]): AdvancedSelector {
  return { fields: [field('eventCategory', 'Data'), field('resources.type', type), ...fields] };
}

/** All management events and nothing else, basic. */
export function basic(parts: Partial<BasicSelector> = {}): BasicSelector {
  return { readWriteType: 'All', managementEvents: true, excludedEventSources: [], dataResources: [], ...parts };
}

export const BASIC = { kind: 'basic', selectors: [basic()] } as const;

export function advanced(...selectors: readonly AdvancedSelector[]): Trail['selectors'] {
  return { kind: 'advanced', selectors };
}

/** A trail of 400 days in both Regions that records management events, with what is given instead. */
export function trailOf(parts: Partial<Trail> = {}, status: Partial<TrailStatus> = {}): Trail {
  return {
    arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`,
    name: 'main',
    homeRegion: 'us-east-1',
    bucket: 'logs',
    prefix: '',
    globalServiceEvents: true,
    selectors: BASIC,
    statuses: ['us-east-1', 'eu-west-1'].map((region) => ({
      region,
      logging: true,
      startedAt: daysAgo(400),
      ...status,
    })),
    ...parts,
  };
}

/** Settings read just now, and the same last night; nothing changed in 90 days. */
export function pastOf(parts: Partial<TrailPast> = {}): TrailPast {
  return {
    readAt: NOW,
    foreign: false,
    history: { changes: [], read: { from: daysAgo(90), to: NOW - 15 * 60_000 } },
    remembered: { first: daysAgo(1), last: daysAgo(1) },
    ...parts,
  };
}

export function known(parts: Partial<Trail> = {}, past: Partial<TrailPast> = {}): TrailKnowledge {
  return { trail: trailOf(parts), past: pastOf(past) };
}
