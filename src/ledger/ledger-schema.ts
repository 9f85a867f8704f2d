import { z } from 'zod';
import type { GrantHistory } from './grant-history.ts';
import type { Ledger } from './ledger.ts';
import { type Fields, mapOf, sharingTexts, texts, time } from './schema-parts.ts';
import type { StoredFinding } from './stored-finding.ts';
import type { StoredRun } from './stored-run.ts';

const grants = z.strictObject({
  since: time,
  last: time,
  statements: mapOf(z.strictObject({ first: time, last: time, again: z.exactOptional(time) })),
} satisfies Fields<GrantHistory>) satisfies z.ZodType<GrantHistory>;

const finding = z.strictObject({
  rule: z.string(),
  roleArn: z.string(),
  severity: z.string(),
  title: z.string(),
  open: z.boolean(),
  firstSeen: time,
  createdAt: time,
  updatedAt: time,
  families: texts,
  actions: texts,
  fingerprint: z.exactOptional(z.string()),
  suppressed: z.exactOptional(z.literal(true)),
} satisfies Fields<StoredFinding>) satisfies z.ZodType<StoredFinding>;

const count = z.int().nonnegative();

const run = z.strictObject({
  at: time,
  regions: z.string(),
  roles: count,
  findings: z.record(z.string(), count),
  notLookedAt: z.exactOptional(count),
  suppressed: count,
  verdicts: z.record(z.string(), count),
  complete: z.boolean(),
} satisfies Fields<StoredRun>) satisfies z.ZodType<StoredRun>;

/** Settings stay as they are for many runs, and may be long: each is written once, the runs name it by its place. */
const settings = z.codec(
  z.strictObject({ states: texts, seen: z.array(z.tuple([time, z.int().nonnegative()])) }),
  z.map(time, z.string()),
  {
    decode({ states, seen }) {
      return new Map(
        seen.map(([at, place]): [number, string] => {
          const state = states[place];
          if (state === undefined) throw new Error(`Settings ${place} of ${states.length}`);
          return [at, state];
        }),
      );
    },
    encode(map) {
      const sorted = [...map].sort(([a], [b]) => a - b);
      const states = [...new Set(sorted.map(([, state]) => state))];
      const places = new Map(states.map((state, place) => [state, place]));
      return { states, seen: sorted.map(([at, state]): [number, number] => [at, places.get(state) ?? 0]) };
    },
  },
);

/** The ledger's JSON, both ways. Every field is known and required: one that is new needs a new version of the form. */
export const ledgerSchema = z.strictObject({
  grants: mapOf(grants),
  statements: mapOf(z.string()),
  findings: mapOf(finding, () => sharingTexts('actions')),
  settings: mapOf(settings),
  runs: mapOf(run),
} satisfies Fields<Ledger>) satisfies z.ZodType<Ledger>;
