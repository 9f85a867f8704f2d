import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { UsageRequest } from '../evidence/usage.ts';
import { type UsageTable, usageTable } from '../evidence/usage-table.ts';

/** What the sources saw, and what they watched. */
export interface UsageReadings {
  readonly table: UsageTable;
  readonly coverage: readonly Coverage[];
  readonly records: number;
  readonly incomplete: readonly Incomplete[];
}

/** Asks every source for the window. A source that fails has watched nothing; what it had seen by then still counts as seen. */
export async function readUsage(context: AuditContext, request: UsageRequest): Promise<UsageReadings> {
  const table = usageTable();
  const outcomes = await Promise.all(
    context.sources.map((source) =>
      attempt(`Use as seen by ${source.name}`, () => source.read(request, table.receiverFor(source.name))),
    ),
  );
  const unreadable = [...table.unreadable()].map(([region, { count, why }]) => ({
    what: `${count} CloudTrail ${count === 1 ? 'record' : 'records'} of ${region}`,
    why,
  }));
  return {
    table,
    coverage: outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value.coverage : [])),
    records: outcomes.reduce((sum, outcome) => sum + ('value' in outcome ? outcome.value.records : 0), 0),
    incomplete: [
      ...outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value.incomplete : [outcome.lost])),
      ...unreadable,
    ],
  };
}
