import { z } from 'zod';
import type { DocumentForm, Upgrade } from './document-form.ts';
import { READING_OF_EVENTS } from './generated/reading.ts';
import type { Ledger } from './ledger.ts';
import { ledgerSchema } from './ledger-schema.ts';

/**
 * Periods read by a program that makes something else of events do not count as read, since they might show more today.
 * What was seen in them stays seen.
 */
const schema = z.codec(z.strictObject({ reading: z.union([z.int(), z.string()]), ledger: z.unknown() }), ledgerSchema, {
  decode: ({ reading, ledger }) => {
    const body = ledger as z.input<typeof ledgerSchema>;
    return reading === READING_OF_EVENTS ? body : { ...body, coverage: [], reads: [] };
  },
  encode: (ledger) => ({ reading: READING_OF_EVENTS, ledger }),
});

/** Version 1 kept no totals of its runs. */
const withRuns: Upgrade = (body) => {
  const { ledger, ...rest } = body as { readonly ledger: object };
  return { ...rest, ledger: { ...ledger, runs: [] } };
};

/** Version 2 did not tell notifiers apart. */
const withStatesByNotifier: Upgrade = (body) => {
  const { ledger, ...rest } = body as { readonly ledger: { readonly told?: unknown } };
  const { told, ...kept } = ledger;
  const notifications = told === undefined ? [] : ['slack', 'sns'].map((name) => [name, told]);
  return { ...rest, ledger: { ...kept, notifications } };
};

/** The form in which the ledger is kept. */
export const LEDGER_FORM: DocumentForm<Ledger> = { kind: 'ledger', schema, upgrades: [withRuns, withStatesByNotifier] };
