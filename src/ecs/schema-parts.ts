import * as z from 'zod';

/** Any text, the empty one included. */
export const text = z.string({ error: 'expected text' });
/** Null and the empty text are taken for absent. */
export const optionalText = text.nullish().transform((value) => (value === null || value === '' ? undefined : value));
/** Absent and null are false. */
export const flag = z
  .boolean({ error: 'expected true or false' })
  .nullish()
  .transform((value) => value === true);

/** Absent and null are the empty list. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item, { error: 'expected a list' })
    .nullish()
    .transform((value) => value ?? []);
}

/** An object of which these fields are read; others are let pass. */
export function shapeOf<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.object(shape, { error: 'expected an object' });
}
