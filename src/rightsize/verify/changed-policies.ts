import type { PolicyDocument, Statement } from '../../iam/policy.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { PolicySource, RolePolicy } from '../../iam/role.ts';
import { inCurrentVersion } from '../recommend/current-version.ts';
import type { PolicyChange } from '../recommend/recommendation.ts';

/** A role's own policies before and after a change, each side as one document in JSON. */
export interface BeforeAndAfter {
  readonly before: string;
  readonly after: string;
}

/** Joins the policies of each side, without Sids, which may repeat. Documents that could not be read are left out. */
export function joinedPolicies(policies: readonly RolePolicy[], change: PolicyChange): BeforeAndAfter {
  const gone = new Set(change.replaces.map(keyOf));
  const kept = policies.filter(({ source }) => !gone.has(keyOf(source)));
  const documentsOf = (list: readonly RolePolicy[]) =>
    list.flatMap(({ document }) => (document.ok ? [document.value] : []));
  return {
    before: joined(documentsOf(policies)),
    after: joined([...documentsOf(kept), ...change.documents.map(({ document }) => document)]),
  };
}

/** The JSON of a policy. */
export function compactPolicy(document: PolicyDocument): string {
  return JSON.stringify(policyObject(document));
}

function joined(documents: readonly PolicyDocument[]): string {
  const statements = documents.flatMap(({ statements: all, version }) =>
    all.map((one): Statement => {
      const { sid: _, ...statement } = inCurrentVersion(one, version);
      return statement;
    }),
  );
  return compactPolicy({ version: '2012-10-17', statements, notes: [] });
}

function keyOf(source: PolicySource): string {
  return 'arn' in source ? source.arn : `inline ${source.name}`;
}
