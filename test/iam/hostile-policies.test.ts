import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { POLICY_LIMITS } from '../../src/iam/policy-size.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { HOSTILE_KINDS, hostilePolicies } from '../support/hostile-policies.ts';

const sizeOf = (document: JsonObject) => JSON.stringify(document).replaceAll(/\s/g, '').length;

describe.each(HOSTILE_KINDS)('hostile policies of kind %s', (kind) => {
  const { inline, managed } = hostilePolicies(kind);
  const documents = [inline, ...managed];

  test("are as long as IAM's limits let them be, and no longer", () => {
    expect(managed).toHaveLength(POLICY_LIMITS.attached);
    const lengths = [sizeOf(inline), ...managed.map(sizeOf)];
    const limits = [POLICY_LIMITS.inline, ...managed.map(() => POLICY_LIMITS.managed)];
    for (const [place, length] of lengths.entries()) {
      expect(length).toBeLessThanOrEqual(limits[place] ?? 0);
      expect(length).toBeGreaterThan((limits[place] ?? 0) - 700);
    }
  });

  test('are policies that the parser takes without a problem', () => {
    const parsed = documents.map((document) => parsePolicy(document, 'identity'));
    const said = parsed.flatMap((one) => (one.ok ? one.value.notes : [one.problem]));
    expect(said.filter((text) => kind !== 'notActionAnywhere' || !text.includes('IAM takes no wildcard'))).toEqual([]);
  });

  test('differ from one another, and are the same each time', () => {
    expect(new Set(documents.map((document) => JSON.stringify(document))).size).toBe(documents.length);
    expect(hostilePolicies(kind)).toEqual({ inline, managed });
    expect(hostilePolicies(kind, { seed: 2 })).not.toEqual({ inline, managed });
  });
});
