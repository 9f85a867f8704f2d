import { DAY_MS } from '../../src/base/time.ts';
import { eventSourceOf } from '../../src/cloudtrail/event-source.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import { UNSTATED } from '../../src/cloudtrail/parameter-facets.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import type { Action } from '../../src/iam/action.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

export const NOW = Date.UTC(2026, 10, 22, 3);
export const ACCOUNT = '123456789012';
export const ROLE_ID = 'AROAEXAMPLE1';

/** The bundled catalogue. */
export const catalog = await loadCatalog();

export function daysAgo(days: number): number {
  return NOW - days * DAY_MS;
}

/** A successful call of `app-task` ten days ago, of the event that bears the action's name, with what is given instead. */
export function seen(action: Action, parts: Partial<Observation> = {}): Observation {
  const [service = '', eventName = ''] = action.split(':');
  return {
    eventId: 'e1',
    at: daysAgo(10),
    region: 'eu-west-1',
    eventSource: eventSourceOf(service),
    eventName,
    principal: { name: 'app-task', accountId: ACCOUNT, roleId: ROLE_ID },
    parameters: UNSTATED,
    resources: [],
    ...parts,
  };
}

/** What makes a call one that was refused. */
export const DENIED = { errorCode: 'AccessDenied' } as const;

/** What makes a call one that never reached authorisation. */
export const THROTTLED = { errorCode: 'ThrottlingException' } as const;

/** A call of which nobody knows the action: any of the service's may be in use. */
export function unknownCall(parts: Partial<Observation> = {}): Observation {
  return seen('foo:NewCall', parts);
}

/** LookupEvents in one Region over the last days. */
export function lookup(region: string, days = 90, parts: Partial<Coverage> = {}): Coverage {
  const management = [{ from: daysAgo(days), to: NOW - 15 * 60_000 }];
  return { source: 'lookup', region, management, excludedEventSources: [], dataEvents: {}, ...parts };
}
