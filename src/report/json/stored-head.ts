import { z } from 'zod';
import { SOURCE_NAMES } from '../../evidence/source-name.ts';
import type { ExplainedAudit } from '../policy/explain-action.ts';
import { storedRange, storedTime } from './stored-time.ts';
import { unusableReport } from './unusable-report.ts';

const form = z.object({
  version: z.literal(1),
  account: z.string(),
  startedAt: storedTime,
  window: storedRange,
  settings: z.object({ minAge: z.number().nonnegative(), minWatched: z.number().nonnegative() }).readonly(),
  coverage: z.array(
    z.object({
      source: z.enum(SOURCE_NAMES),
      region: z.string(),
      from: storedTime,
      to: storedTime,
      dataEvents: z.array(z.string()),
    }),
  ),
});

/** What a stored report says of the whole run, as far as answers about a role need it. */
export interface StoredHead {
  readonly account: string;
  readonly startedAt: number;
  readonly audit: Pick<ExplainedAudit, 'coverage' | 'settings' | 'window'>;
}

/**
 * Reads the members of a stored report that come before its roles.
 *
 * @throws {Error} when they are not of the form that this program writes, or are of an older one
 */
export function parseStoredHead(value: unknown): StoredHead {
  const parsed = form.safeParse(value);
  if (!parsed.success) {
    throw unusableReport(parsed.error.issues[0]?.path ?? []);
  }
  const { account, startedAt, window, settings, coverage } = parsed.data;
  return {
    account,
    startedAt,
    audit: {
      window,
      settings,
      coverage: coverage.map(({ source, region, from, to, dataEvents }) => ({
        source,
        region,
        dataEvents: Object.fromEntries(dataEvents.map((type) => [type, [{ from, to }]])),
      })),
    },
  };
}
