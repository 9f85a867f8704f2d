import { z } from 'zod';
import { joinMaps, larger } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import type { DocumentForm } from './document-form.ts';
import { type Fields, mapOf, time } from './schema-parts.ts';

/** The generation that each document of a chain has reached, by its name: one that is gone or older was tampered with. */
export interface Manifest {
  readonly documents: ReadonlyMap<string, number>;
  /** When a run last noticed that documents were tampered with. */
  readonly tamperedAt?: EpochMs;
  /** The latest such moment of which people were told. */
  readonly toldAt?: EpochMs;
}

/** The manifest of a chain that nothing was written to yet. */
export const EMPTY_MANIFEST: Manifest = { documents: new Map() };

/** The later generation of each document, and the later moments. Commutative, associative and idempotent. */
export function mergeManifests(a: Manifest, b: Manifest): Manifest {
  const tamperedAt = laterOf(a.tamperedAt, b.tamperedAt);
  const toldAt = laterOf(a.toldAt, b.toldAt);
  return {
    documents: joinMaps(a.documents, b.documents, larger),
    ...(tamperedAt !== undefined && { tamperedAt }),
    ...(toldAt !== undefined && { toldAt }),
  };
}

function laterOf(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** The form in which a manifest is stored. */
export const MANIFEST_FORM: DocumentForm<Manifest> = {
  kind: 'ledger manifest',
  version: 1,
  schema: z.strictObject({
    documents: mapOf(z.int().positive()),
    tamperedAt: z.exactOptional(time),
    toldAt: z.exactOptional(time),
  } satisfies Fields<Manifest>),
};
