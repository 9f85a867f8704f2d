import type { AuditContext } from '../audit-context.ts';
import { EMPTY_LEDGER } from '../evidence/ledger/ledger.ts';
import type { Lifecycle } from '../findings/lifecycle.ts';
import { rememberFindings } from '../findings/remembered-findings.ts';
import type { RunLedger } from '../ledger/run-ledger.ts';

/** Leaves the findings to the next run, with all else that was noted and not kept yet. */
export async function keepFindings({ clock }: AuditContext, lifecycle: Lifecycle, ledger: RunLedger): Promise<void> {
  ledger.note({ ...EMPTY_LEDGER, findings: rememberFindings(lifecycle, clock.now()) });
  await ledger.commit();
}
