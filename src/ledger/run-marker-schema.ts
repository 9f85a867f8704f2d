import { z } from 'zod';
import { MARKER_STATUSES, type RunMarker, type RunMarkers } from './run-marker.ts';
import { type Fields, mapOf, time } from './schema-parts.ts';

const marker = z.strictObject({
  at: time,
  limit: z.int().nonnegative(),
  status: z.enum(MARKER_STATUSES),
  event: z.exactOptional(z.string()),
  request: z.exactOptional(z.string()),
  memory: z.exactOptional(z.int().positive()),
} satisfies Fields<RunMarker>) satisfies z.ZodType<RunMarker>;

/** The JSON of the markers of runs, both ways. */
export const runMarkerSchema = mapOf(marker) satisfies z.ZodType<RunMarkers>;
