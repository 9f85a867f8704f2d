import { lazy } from '../base/lazy.ts';
import type { TimeRange } from '../base/time.ts';
import { mayForward } from '../evidence/last-accessed/forwarders.ts';
import { noUseInterval } from '../evidence/last-accessed/no-use-interval.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { Evidence } from './assessment-input.ts';
import { isLongEnough } from './long-enough.ts';

/** What it proves that IAM's last-accessed data knows of no attempt to call a service. */
export interface ServiceSilence {
  /**
   * The interval in which the role cannot have used the action, if that is as long as is asked for; or a sentence that says
   * why the silence proves nothing. `undefined` where the data says nothing of the service, or does not reach back so far.
   */
  of(action: Action): { readonly interval: TimeRange } | { readonly doubt: string } | undefined;
}

/** Reads the silence of one role's data. */
export function serviceSilence(lastAccessed: RoleLastAccessed, usage: RoleUsage, evidence: Evidence): ServiceSilence {
  const { now, thresholds, past } = evidence;
  const inUse = lazy(() => servicesInUse(usage, lastAccessed));
  const known = lazy(() =>
    [...inUse()].map(([other, calls]) => [other, allSeen(other, evidence) ? calls : undefined] as const),
  );
  const forwarderTo = (action: Action): string | undefined =>
    known().find(([other, calls]) => mayForward(other, action, calls))?.[0];

  return {
    of(action) {
      // What no record of AWS's shows one by one may be missing from its sums as well: that it counts is not established.
      if (evidence.observabilityOf(action).kind === 'never') return undefined;
      const interval = noUseInterval(lastAccessed, action, past.enabledRegions);
      if (interval === undefined || !isLongEnough(interval, now, thresholds.minWatched)) return undefined;
      const service = serviceOf(action).toLowerCase();
      // An event of the service would show that the report lags behind, or leaves calls out.
      if (inUse().has(service)) return undefined;
      const forwarder = forwarderTo(action);
      if (forwarder === undefined) return { interval };
      const doubt = `IAM's last-accessed data knows of no attempt to call ${service}, which proves nothing while ${forwarder} may call it for the role.`;
      return { doubt };
    },
  };
}

/** Whether every management event of the service was watched for as long as is asked for. */
function allSeen(service: string, { watched, now, thresholds }: Evidence): boolean {
  const found = watched({ kind: 'management' }, `${service}:*`);
  return 'interval' in found && isLongEnough(found.interval, now, thresholds.minWatched);
}

/** The services that the role was seen to call, or is known to have tried to, with the names of actions that were seen. */
function servicesInUse(usage: RoleUsage, lastAccessed: RoleLastAccessed): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>();
  const callsOf = (service: string): string[] => {
    const calls = services.get(service) ?? [];
    services.set(service, calls);
    return calls;
  };
  const seen = [usage.used, usage.denied, usage.attempted, lastAccessed.actions].flatMap((each) => [...each.keys()]);
  for (const key of seen) {
    const [service = '', name = ''] = key.split(':');
    callsOf(service).push(name);
  }
  for (const service of usage.servicesWithUnknownEvents.keys()) callsOf(service.toLowerCase());
  for (const [service, attempt] of lastAccessed.services) if (attempt !== undefined) callsOf(service.toLowerCase());
  return services;
}
