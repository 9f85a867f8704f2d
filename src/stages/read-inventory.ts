import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Region } from '../base/region.ts';
import { EVERY_FAMILY, type RegionInventory } from '../ecs/inventory.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** What ECS holds in the audited Regions. */
export interface Inventory {
  readonly regions: readonly RegionInventory[];
  /** True when nothing of any Region was lost. */
  readonly complete: boolean;
  readonly incomplete: readonly Incomplete[];
}

/** Reads all Regions side by side; ECS counts its rates per Region. */
export async function readInventory(
  context: AuditContext,
  regions: readonly Region[],
  ledger: RunLedger,
): Promise<Inventory> {
  const readings = await Promise.all(
    regions.map(async (region): Promise<RegionInventory> => {
      const what = `Task definitions of ${region}`;
      const reading = await attempt(what, () => context.taskDefinitions.read(region, ledger.revisions));
      return 'value' in reading ? reading.value : incompleteRegion(region, reading.incomplete);
    }),
  );
  await ledger.commitRevisions();
  const incomplete = readings.flatMap((reading) => reading.incomplete);
  return { regions: readings, complete: incomplete.length === 0, incomplete };
}

function incompleteRegion(region: Region, incomplete: Incomplete): RegionInventory {
  return {
    region,
    taskDefinitions: [],
    overrides: [],
    execEnabled: [],
    unreadTaskDefinitions: [EVERY_FAMILY],
    incomplete: [incomplete],
  };
}
