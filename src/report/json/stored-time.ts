import { z } from 'zod';

/** A moment as documents state it, ISO 8601 in UTC, as milliseconds. */
export const storedTime = z.iso.datetime().transform((text) => Date.parse(text));

/** An interval of such moments. */
export const storedRange = z.object({ from: storedTime, to: storedTime }).readonly();
