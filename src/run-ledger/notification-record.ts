import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import { NOTIFICATION_FORM } from '../ledger/ledger-form.ts';
import { joinNotificationLogs, type NotificationLog, pruneNotificationLog } from '../ledger/notification-log.ts';
import type { SideDocuments } from './side-documents.ts';
import { openDocument } from './stored-document.ts';

/** What notifiers told, as it is stored now; read when messages are about to be sent, since other runs may tell at the same time. */
export interface NotificationRecord {
  /**
   * Adds what `decide` says about the record as it is. Where another run was first, `decide` is asked again about what that one left. False where
   * it could not be stored, without asking where the record could not be read. Never rejects.
   */
  add(decide: (known: NotificationLog) => NotificationLog): Promise<boolean>;
  /** What could not be read or stored. */
  readonly incomplete: readonly Incomplete[];
}

/** Opens the record of an account. */
export async function openNotificationRecord(
  { store, folder }: SideDocuments,
  { accountId, now }: { readonly accountId: string; readonly now: EpochMs },
): Promise<NotificationRecord> {
  const document = await openDocument<NotificationLog>({
    store,
    name: `${folder}notifications.json.gz`,
    account: accountId,
    form: NOTIFICATION_FORM,
    empty: new Map(),
    merge: joinNotificationLogs,
    prune: (log) => pruneNotificationLog(log, now),
    setsAside: true,
  });
  return {
    add: (decide) => document.update(decide),
    get incomplete() {
      return document.incomplete;
    },
  };
}
