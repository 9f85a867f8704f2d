import * as z from 'zod';
import { DAY_MS, type EpochMs, MINUTE_MS } from '../base/time.ts';
import type { LedgerStore } from '../ports.ts';

/** The same is told again after this long. */
const QUIET_MS = DAY_MS;
/** Whoever began to tell and has not come back after this long is gone. Shorter than the queue hides what is being worked on. */
const TELLING_MS = 2 * MINUTE_MS;

const schema = z.object({ version: z.literal(1), begunAt: z.number(), toldAt: z.number().optional() });

/** The right to tell of a failure, which one invocation at a time has. */
export interface Telling {
  /** It was told: nobody tells it again for a day. */
  told(at: EpochMs): Promise<void>;
  /** It was not, and whoever comes next may try. */
  failed(): Promise<void>;
}

/**
 * Takes the right to tell of a failure: undefined where it was told within a day, or another invocation is telling. A document for each failure,
 * written only where nobody wrote in between, so that events that come twice, late or side by side are told once.
 *
 * @throws {Error} when the store cannot be read or written: who cannot know what was told would tell it with every event
 */
export async function beginTelling(
  store: LedgerStore,
  name: string,
  now: EpochMs,
): Promise<Telling | 'told' | 'being told'> {
  const stored = await store.read(name);
  const found = stored === undefined || 'forged' in stored ? undefined : stored;
  const state = found && stateIn(found.bytes);
  if (state?.toldAt !== undefined && now - state.toldAt < QUIET_MS) return 'told';
  if (state !== undefined && state.toldAt === undefined && now - state.begunAt < TELLING_MS) return 'being told';
  const version = await store.write(name, bytesOf({ begunAt: now }), found?.version);
  if (version === 'lostRace') return 'being told';
  const end = async (document: { readonly begunAt: number; readonly toldAt?: number }): Promise<void> => {
    await store.write(name, bytesOf(document), version);
  };
  return { told: (at) => end({ begunAt: now, toldAt: at }), failed: () => end({ begunAt: 0 }) };
}

/** What a document says; undefined for one that is none, which is written anew. */
function stateIn(bytes: Uint8Array): z.infer<typeof schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}

function bytesOf(document: { readonly begunAt: number; readonly toldAt?: number }): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: 1, ...document }));
}
