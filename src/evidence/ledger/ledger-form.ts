import { z } from 'zod';
import type { DocumentForm } from './document.ts';
import type { Ledger } from './ledger.ts';
import { ledgerSchema } from './ledger-schema.ts';

/**
 * What events are taken to prove. To be raised whenever a release reads events differently: periods read by another
 * reading then do not count as read, since they might show more today. What was seen in them stays seen.
 */
const READING = 1;

const schema = z.codec(z.strictObject({ reading: z.int(), ledger: z.unknown() }), ledgerSchema, {
  decode: ({ reading, ledger }) => {
    const body = ledger as z.input<typeof ledgerSchema>;
    return reading === READING ? body : { ...body, coverage: [], reads: [] };
  },
  encode: (ledger) => ({ reading: READING, ledger }),
});

/** The form in which the ledger is kept. */
export const LEDGER_FORM: DocumentForm<Ledger> = { kind: 'ledger', schema, upgrades: [] };
