/** What goes wrong with a call. */
export type FaultKind =
  /** The service's own throttling answer. */
  | 'throttle'
  /** An internal error, status 500. */
  | 'serverError'
  | 'accessDenied'
  /** The connection is cut before anything is done. */
  | 'reset'
  /** The call is done; its answer is cut in the middle. */
  | 'truncated'
  /** The call is done, its answer late. */
  | 'slow'
  /** The call is done; its answer cannot be parsed. */
  | 'malformed';

/** Which calls go wrong, and how. Absent fields match everything. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** As in the credential scope: `ecs`, `cloudtrail`, `securityhub`…, `slack` (webhooks) and `slack-api`. */
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
  /** Of the caller. */
  readonly accountId?: string;
  /** How many matching calls go wrong; all of them if not given. */
  readonly times?: number;
  /** How many matching calls are let through first. */
  readonly skip?: number;
  /** Of `slow`: milliseconds, 1500 if not given. */
  readonly delayMs?: number;
}

/** The faults in force, counted per call. */
export interface FaultInjector {
  inject(rule: FaultRule): void;
  clear(): void;
  /** The first rule that has a fault for this call; it is then used up by one. */
  next(service: string, operation: string, region: string, accountId?: string): FaultRule | undefined;
}

/** An injector with some rules in force. */
export function faultInjector(rules: readonly FaultRule[]): FaultInjector {
  let active = rules.map((rule) => ({ rule, seen: 0 }));
  return {
    inject(rule) {
      active.push({ rule, seen: 0 });
    },
    clear() {
      active = [];
    },
    next(service, operation, region, accountId = '') {
      for (const entry of active) {
        if (!matches(entry.rule, { service, operation, region, accountId })) continue;
        entry.seen += 1;
        const place = entry.seen - (entry.rule.skip ?? 0);
        if (place >= 1 && place <= (entry.rule.times ?? Number.POSITIVE_INFINITY)) return entry.rule;
      }
      return undefined;
    },
  };
}

function matches(rule: FaultRule, call: Required<Pick<FaultRule, (typeof MATCHED)[number]>>): boolean {
  return MATCHED.every((field) => rule[field] === undefined || rule[field] === call[field]);
}

const MATCHED = ['service', 'operation', 'region', 'accountId'] as const;
