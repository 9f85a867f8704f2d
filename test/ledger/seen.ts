import { DAY_MS } from '../../src/base/time.ts';
import type { Observation, ProvenAction } from '../../src/cloudtrail/observation.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import type { Action } from '../../src/iam/action.ts';

export const NOW = Date.UTC(2026, 10, 22, 3);
export const ACCOUNT = '123456789012';
export const ROLE_ID = 'AROAEXAMPLE1';

export function daysAgo(days: number): number {
  return NOW - days * DAY_MS;
}

/** A successful call of `app-task` ten days ago, with what is given instead. */
export function seen(action: Action, parts: Partial<Observation> = {}, certainty: ProvenAction['certainty'] = 'exact') {
  const observation: Observation = {
    eventId: 'e1',
    at: daysAgo(10),
    region: 'eu-west-1',
    eventSource: `${action.split(':')[0]}.amazonaws.com`,
    eventName: action.split(':')[1] ?? '',
    principal: { name: 'app-task', accountId: ACCOUNT, roleId: ROLE_ID },
    outcome: 'used',
    actions: [{ action, certainty }],
    unknownIn: [],
    resources: [],
    ...parts,
  };
  return observation;
}

/** LookupEvents in one Region over the last days. */
export function lookup(region: string, days = 90, parts: Partial<Coverage> = {}): Coverage {
  const management = [{ from: daysAgo(days), to: NOW - 15 * 60_000 }];
  return { source: 'lookup', region, management, excludedEventSources: [], dataEvents: {}, ...parts };
}
