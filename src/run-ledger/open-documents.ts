import type { TimeRange } from '../base/time.ts';
import { EMPTY_LEDGER, LEDGER_MEMORY_MS, type Ledger, mergeLedgers, pruneLedger } from '../ledger/ledger.ts';
import { LEDGER_FORM } from '../ledger/ledger-form.ts';
import { REVISION_FORM } from '../ledger/revision-form.ts';
import {
  mergeRevisions,
  pruneRevisions,
  type RevisionMemory,
  type StoredRevision,
} from '../ledger/stored-revisions.ts';
import type { LedgerStore } from '../ports.ts';
import { openDocument, type StoredDocument } from './stored-document.ts';
import { openParts, type StoredParts } from './stored-parts.ts';

/** All that runs keep of an account. */
export interface LedgerDocuments {
  readonly ledger: StoredDocument<Ledger>;
  readonly parts: StoredParts;
  readonly revisions: StoredDocument<RevisionMemory>;
}

export interface LedgerDocumentsOptions {
  readonly store: LedgerStore;
  /** The documents lie below it; it ends in a slash. */
  readonly folder: string;
  readonly account: string;
  /** What the run looks at; it begins at the end of it. */
  readonly window: TimeRange;
  /** False for a run that only looks. */
  readonly setsAside: boolean;
}

/** Opens all documents side by side. */
export async function openDocuments(options: LedgerDocumentsOptions): Promise<LedgerDocuments> {
  const { store, folder, account, window, setsAside } = options;
  const now = window.to;
  const from = now - LEDGER_MEMORY_MS;
  const common = { store, account, setsAside };
  const [ledger, parts, revisions] = await Promise.all([
    openDocument({
      ...common,
      name: `${folder}ledger.json.gz`,
      form: LEDGER_FORM,
      empty: EMPTY_LEDGER,
      merge: mergeLedgers,
      prune: (value) => pruneLedger(value, now),
    }),
    openParts({ ...common, folder: `${folder}evidence/`, now, from, since: Math.max(window.from, from) }),
    openDocument({
      ...common,
      name: `${folder}task-definitions.json.gz`,
      form: REVISION_FORM,
      empty: new Map<string, StoredRevision>() as RevisionMemory,
      merge: mergeRevisions,
      prune: (value) => pruneRevisions(value, now),
    }),
  ]);
  return { ledger, parts, revisions };
}
