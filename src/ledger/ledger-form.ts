import type { EvidencePart } from '../evidence/evidence-part.ts';
import type { DocumentForm } from './document-form.ts';
import { evidenceSchema } from './evidence-schema.ts';
import type { Ledger } from './ledger.ts';
import { ledgerSchema } from './ledger-schema.ts';

/** The form in which the ledger is stored, its evidence aside. */
export const LEDGER_FORM: DocumentForm<Ledger> = { kind: 'ledger', version: 1, schema: ledgerSchema };

/** The form in which the evidence of a part of time is stored: facts, which any later release reads by its own rules. */
export const EVIDENCE_FORM: DocumentForm<EvidencePart> = { kind: 'evidence', version: 1, schema: evidenceSchema };
