import type { DocumentPart } from '../report/json/audit-document.ts';
import { gzipText } from './gzip-text.ts';
import { packIndex } from './index-member.ts';
import type { ReportIndex } from './report-index.ts';

/**
 * Compresses a report so that one role can be read without the rest: each part is a member of its own of one gzip file
 * (`zcat` gives the whole document), and the file ends in an index of them.
 */
export async function packReport(
  parts: Iterable<DocumentPart>,
  { incomplete }: { readonly incomplete: readonly unknown[] },
): Promise<Uint8Array> {
  const members: Uint8Array[] = [];
  const roles: (readonly [string, number, number])[] = [];
  let head: readonly [number, number] | undefined;
  let offset = 0;
  for (const { role, pieces } of parts) {
    const member = await gzipText(pieces);
    if (role !== undefined) roles.push([role, offset, member.length]);
    head ??= [offset, member.length];
    members.push(member);
    offset += member.length;
  }
  if (head === undefined)
    throw new Error('Cannot store a report without parts: expected at least what comes before the roles');
  const index: ReportIndex = { version: 1, incomplete: incomplete.length, head, roles };
  return Buffer.concat([...members, packIndex(index)]);
}
