import type { AuditContext } from '../audit-context.ts';
import type { LedgerStore } from '../ports.ts';
import { signedStore } from './signed-store.ts';

/** Where documents lie that runs read and write beside the ledger itself: which runs began, and what was told. */
export interface SideDocuments {
  readonly store: LedgerStore;
  /** Ends in a slash. */
  readonly folder: string;
}

/**
 * The place of an account's small documents; none without a store. They are signed where the ledger is, so that nobody can have a run pass for
 * done, or news for told. No manifest names them: who puts an older one back has a run done, or news told, once more.
 */
export function sideDocuments({
  ledger,
  ledgerAuthenticator,
  account: { accountId },
}: Pick<AuditContext, 'ledger' | 'ledgerAuthenticator' | 'account'>): SideDocuments | undefined {
  if (ledger === undefined) return undefined;
  if (ledgerAuthenticator === undefined) return { store: ledger, folder: `${accountId}/` };
  return { store: signedStore(ledger, ledgerAuthenticator, accountId), folder: `${accountId}/${SIGNED}/` };
}

const SIGNED = 'signed';

/** Whether a name below an account's folder is one of these documents, signed or not. */
export function isSideDocument(name: string): boolean {
  return /^\d+\/(signed\/)?(runs|notifications)\.json\.gz$/.test(name);
}
