import { z } from 'zod';

const place = z.tuple([z.int().nonnegative(), z.int().positive()]).readonly();

const form = z.object({
  version: z.literal(1),
  /** How many things the audit could not read. */
  incomplete: z.int().nonnegative(),
  /** The document's members before its roles. */
  head: place,
  roles: z.array(z.tuple([z.string(), z.int().nonnegative(), z.int().positive()]).readonly()).readonly(),
});

/** Where the parts of a stored report are: offset and length, in bytes of the file. */
export type ReportIndex = z.output<typeof form>;

/**
 * Reads the text of an index.
 *
 * @throws {Error} when it is not of the form that `packReport` writes
 */
export function parseReportIndex(text: string): ReportIndex {
  const parsed = form.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`its index cannot be used: "${issue?.path.join('.') ?? ''}" ${issue?.message ?? ''}`);
}
