import type { EpochMs } from '../base/time.ts';
import type { ActionUsage } from '../evidence/action-usage.ts';
import type { SourceName } from '../evidence/coverage.ts';
import type { RoleRecord } from '../evidence/role-record.ts';
import type { UsageTable } from '../evidence/usage-table.ts';
import { countsBeyond } from './bucket-counts.ts';
import { parseGrantChange } from './grant-change-key.ts';
import { mapValues } from './join.ts';
import type { Ledger } from './ledger.ts';
import { parseRoleKey } from './role-key.ts';
import { type RememberedRole, roleSince } from './stored-role.ts';
import type { RememberedUsage } from './stored-usage.ts';

/**
 * Puts what earlier runs saw since `from` beside what this run saw: `table` holds the latter, `seen` is the same as the
 * recorder noted it, so that events that both runs read are counted once.
 */
export function recallEvidence(table: UsageTable, known: Ledger, seen: Ledger, from: EpochMs): void {
  for (const [key, role] of known.roles) {
    const recent = roleSince(role, from);
    if (recent === undefined) continue;
    const { accountId, name, roleId } = parseRoleKey(key);
    table.recall(accountId, name, roleId, recordOf(recent, seen.roles.get(key)));
  }
  for (const [key, at] of known.grantChanges) if (at >= from) table.grants.add(parseGrantChange(key, at));
}

function recordOf(known: RememberedRole, seen: RememberedRole | undefined): RoleRecord {
  return {
    used: usageOf(known.used, seen?.used),
    denied: usageOf(known.denied, seen?.denied),
    unknown: new Map(known.unknown),
    lastEvent: known.lastEvent ?? Number.NEGATIVE_INFINITY,
    ...(known.assumed === undefined ? {} : { assumed: known.assumed }),
  };
}

function usageOf(known: RememberedRole['used'], seen: RememberedRole['used'] | undefined): Map<string, ActionUsage> {
  return new Map(mapValues(known, (usage, key) => actionUsage(usage, seen?.get(key))));
}

function actionUsage({ counts, ...usage }: RememberedUsage, seen: RememberedUsage | undefined): ActionUsage {
  const more = countsBeyond(counts, seen?.counts ?? new Map());
  return { ...usage, countBySource: Object.fromEntries(more) as Partial<Record<SourceName, number>> };
}
