import type { EvidencePart } from '../evidence/evidence-part.ts';
import type { DocumentForm } from './document-form.ts';
import { evidenceSchema } from './evidence-schema.ts';
import type { Ledger } from './ledger.ts';
import { ledgerSchema } from './ledger-schema.ts';
import type { NotificationLog } from './notification-log.ts';
import { notificationSchema } from './notification-schema.ts';
import type { RunMarkers } from './run-marker.ts';
import { runMarkerSchema } from './run-marker-schema.ts';

/** The form in which the ledger is stored, its evidence aside. */
export const LEDGER_FORM: DocumentForm<Ledger> = { kind: 'ledger', version: 3, schema: ledgerSchema };

/** The form in which the evidence of a part of time is stored: facts, which any later release reads by its own rules. */
export const EVIDENCE_FORM: DocumentForm<EvidencePart> = { kind: 'evidence', version: 4, schema: evidenceSchema };

/** The form in which is stored what notifiers told: a document of its own, since it is written before and after each message. */
export const NOTIFICATION_FORM: DocumentForm<NotificationLog> = {
  kind: 'notifications',
  version: 2,
  schema: notificationSchema,
};

/** The form in which is stored which runs began and ended: small, since it is written before anything else is done. */
export const RUN_MARKER_FORM: DocumentForm<RunMarkers> = { kind: 'runs', version: 1, schema: runMarkerSchema };
