import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placesOf } from '../../src/iam/action-set.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../../src/iam/effective-grants.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { PolicySource, RolePolicy } from '../../src/iam/role.ts';
import { namesIn, role } from '../support/iam.ts';

interface Case {
  readonly id: string;
  /** A document, a statement or several. */
  readonly policy: object;
  readonly boundary?: object;
  readonly grants?: Readonly<Record<string, string>>;
  /** All that is granted. */
  readonly exactly?: readonly string[];
  /** Whether reading the policy leaves a note of what IAM would refuse; notes on a missing Resource do not count. */
  readonly noted?: boolean;
}

const file = new URL('../cases/policy-semantics.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };

test.each(cases)('$id', async ({ policy, boundary, grants = {}, exactly, noted = false }) => {
  const catalog = await loadCatalog();
  const own = read({ kind: 'inline', name: 'app' }, policy);
  const cap = boundary && { boundary: read({ kind: 'boundary', name: 'cap', arn: 'a' }, boundary) };
  const effective = effectiveGrants(role([own], cap), catalog);
  expect(effective.unparsed).toEqual([]);
  for (const [action, access] of Object.entries(grants)) {
    expect([action, effective.of(action)?.access ?? 'none']).toEqual([action, access]);
  }
  if (exactly !== undefined) expect(namesIn(catalog, placesOf(effective.granted().known))).toEqual(exactly);
  const notes = own.document.ok ? own.document.value.notes.filter((note) => !note.includes('neither Resource')) : [];
  expect(notes.length > 0).toBe(noted);
});

function read(source: PolicySource, policy: object): RolePolicy {
  return {
    source,
    document: parsePolicy('Statement' in policy ? policy : { Version: '2012-10-17', Statement: policy }),
  };
}
