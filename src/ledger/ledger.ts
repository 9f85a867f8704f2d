import { DAY_MS, type EpochMs } from '../base/time.ts';
import { grantsSince, joinGrants, type SeenGrants } from './grant-history.ts';
import { joinMaps, larger, mapValues } from './join.ts';
import { joinNotificationStates, type NotificationState } from './notification-state.ts';
import { joinSightings, type Sightings, sightingsSince } from './settings-history.ts';
import {
  coverageWithin,
  joinCoverage,
  joinReads,
  type RememberedCoverage,
  type RememberedReads,
  readsWithin,
} from './stored-coverage.ts';
import { joinFindings, type StoredFinding } from './stored-finding.ts';
import { joinRoles, type RememberedRole, roleSince } from './stored-role.ts';
import { joinRuns, type StoredRun } from './stored-run.ts';

/**
 * What an account's audits have learned, kept from night to night. Coverage and the evidence that it stands on are one
 * value, written in one go: a period counts as watched only where everything seen in it is here too.
 */
export interface Ledger {
  /** By `ACCOUNT/role name in lower case/role id`; the id is empty for events that carry none. */
  readonly roles: ReadonlyMap<string, RememberedRole>;
  /** The latest time of each change of grants; the key is the change itself (`grantChangeKey`). */
  readonly grantChanges: ReadonlyMap<string, EpochMs>;
  readonly coverage: RememberedCoverage;
  readonly reads: RememberedReads;
  /** By role id. */
  readonly grants: ReadonlyMap<string, SeenGrants>;
  /** By finding id. */
  readonly findings: ReadonlyMap<string, StoredFinding>;
  /** By what was looked at: a trail's ARN. */
  readonly sightings: ReadonlyMap<string, Sightings>;
  /** By `runKey`. */
  readonly runs: ReadonlyMap<string, StoredRun>;
  /** By the name of the notifier: what one could not deliver, another may have. */
  readonly notifications: ReadonlyMap<string, NotificationState>;
}

/** As long as IAM's own last-accessed data reaches back. */
const LEDGER_MEMORY_MS = 400 * DAY_MS;

/** Nothing learned yet. */
export const EMPTY_LEDGER: Ledger = {
  roles: new Map(),
  grantChanges: new Map(),
  coverage: new Map(),
  reads: new Map(),
  grants: new Map(),
  findings: new Map(),
  sightings: new Map(),
  runs: new Map(),
  notifications: new Map(),
};

/** All that both know. Commutative, associative and idempotent. */
export function mergeLedgers(a: Ledger, b: Ledger): Ledger {
  return {
    roles: joinMaps(a.roles, b.roles, joinRoles),
    grantChanges: joinMaps(a.grantChanges, b.grantChanges, larger),
    coverage: joinCoverage(a.coverage, b.coverage),
    reads: joinReads(a.reads, b.reads),
    grants: joinMaps(a.grants, b.grants, joinGrants),
    findings: joinMaps(a.findings, b.findings, joinFindings),
    sightings: joinMaps(a.sightings, b.sightings, joinSightings),
    runs: joinMaps(a.runs, b.runs, joinRuns),
    notifications: joinMaps(a.notifications, b.notifications, joinNotificationStates),
  };
}

/** Forgets what is older than `LEDGER_MEMORY_MS`, evidence and coverage alike; open findings stay. */
export function pruneLedger(ledger: Ledger, now: EpochMs): Ledger {
  const from = now - LEDGER_MEMORY_MS;
  const window = { from, to: Number.POSITIVE_INFINITY };
  return {
    roles: mapValues(ledger.roles, (role) => roleSince(role, from)),
    grantChanges: mapValues(ledger.grantChanges, (at) => (at >= from ? at : undefined)),
    coverage: coverageWithin(ledger.coverage, window),
    reads: readsWithin(ledger.reads, window),
    grants: mapValues(ledger.grants, (grants) => grantsSince(grants, from)),
    findings: mapValues(ledger.findings, (finding) =>
      finding.open || finding.updatedAt >= from ? finding : undefined,
    ),
    sightings: mapValues(ledger.sightings, (sightings) => sightingsSince(sightings, from)),
    runs: mapValues(ledger.runs, (run) => (run.at >= from ? run : undefined)),
    notifications: mapValues(ledger.notifications, (state) => (state.at >= from ? state : undefined)),
  };
}
