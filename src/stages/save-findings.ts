import type { AuditContext } from '../audit-context.ts';
import type { Lifecycle } from '../findings/lifecycle.ts';
import { toStoredFindings } from '../findings/to-stored-findings.ts';
import { EMPTY_LEDGER } from '../ledger/ledger.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';

/** Saves the findings in the ledger for the next run, with everything else noted and not yet committed. */
export async function saveFindings({ clock }: AuditContext, lifecycle: Lifecycle, ledger: RunLedger): Promise<void> {
  ledger.note({ ...EMPTY_LEDGER, findings: toStoredFindings(lifecycle, clock.now()) });
  await ledger.commit();
}
