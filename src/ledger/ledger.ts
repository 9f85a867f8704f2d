import { joinMaps, mapValues } from '../base/join.ts';
import { DAY_MS, type EpochMs } from '../base/time.ts';
import { type GrantHistory, grantsSince, joinGrants } from './grant-history.ts';
import { joinSettings, type SettingsHistory, settingsSince } from './settings-history.ts';
import { joinTexts, type StatementText, textsOf } from './statement-text.ts';
import { joinFindings, type StoredFinding } from './stored-finding.ts';
import { joinRuns, type StoredRun } from './stored-run.ts';

/** What an account's audits have learned beside the evidence (which is stored in parts by time), kept from run to run. */
export interface Ledger {
  /** By role id. */
  readonly grants: ReadonlyMap<string, GrantHistory>;
  /** What the statements of these say, by their keys: roles share most of them. */
  readonly statements: ReadonlyMap<string, StatementText>;
  /** By finding id. */
  readonly findings: ReadonlyMap<string, StoredFinding>;
  /** By what was looked at: a trail's ARN. */
  readonly settings: ReadonlyMap<string, SettingsHistory>;
  /** By `runKey`. */
  readonly runs: ReadonlyMap<string, StoredRun>;
}

/** As long as IAM's own last-accessed data reaches back. */
export const LEDGER_MEMORY_MS = 400 * DAY_MS;

/** Nothing learned yet. */
export const EMPTY_LEDGER: Ledger = {
  grants: new Map(),
  statements: new Map(),
  findings: new Map(),
  settings: new Map(),
  runs: new Map(),
};

/** All that both know. Commutative, associative and idempotent. */
export function mergeLedgers(a: Ledger, b: Ledger): Ledger {
  return {
    grants: joinMaps(a.grants, b.grants, joinGrants),
    statements: joinMaps(a.statements, b.statements, joinTexts),
    findings: joinMaps(a.findings, b.findings, joinFindings),
    settings: joinMaps(a.settings, b.settings, joinSettings),
    runs: joinMaps(a.runs, b.runs, joinRuns),
  };
}

/** Forgets what is older than `LEDGER_MEMORY_MS`; open findings stay. */
export function pruneLedger(ledger: Ledger, now: EpochMs): Ledger {
  const from = now - LEDGER_MEMORY_MS;
  const grants = mapValues(ledger.grants, (each) => grantsSince(each, from));
  return {
    grants,
    statements: textsOf(grants.values(), ledger.statements),
    findings: mapValues(ledger.findings, (finding) =>
      finding.open || finding.updatedAt >= from ? finding : undefined,
    ),
    settings: mapValues(ledger.settings, (settings) => settingsSince(settings, from)),
    runs: mapValues(ledger.runs, (run) => (run.at >= from ? run : undefined)),
  };
}
