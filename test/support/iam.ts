import type { Catalog } from '../../src/iam/catalog/catalog.ts';
import type { NamedPolicy } from '../../src/iam/named-policy.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { PolicyDocument } from '../../src/iam/policy.ts';
import type { PolicySource, RolePolicy } from '../../src/iam/role.ts';
import type { GrantingRole } from '../../src/iam/role-policies.ts';

/** Reads a document that the test states to be right. */
export function policy(document: unknown): PolicyDocument {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

/** The same, under a name. */
export function named(name: string, document: unknown): NamedPolicy {
  return { name, document: policy(document) };
}

/** A role's policy of version 2012-10-17 with these statements. */
export function rolePolicy(source: PolicySource, statements: unknown): RolePolicy {
  return { source, document: parsePolicy({ Version: '2012-10-17', Statement: statements }) };
}

/** An inline policy called `app`. */
export function inline(...statements: readonly unknown[]): RolePolicy {
  return rolePolicy({ kind: 'inline', name: 'app' }, statements);
}

/** A role of ECS tasks with these policies, of account 111111111111, tagged `team=red`. */
export function role(policies: readonly RolePolicy[], more: Partial<GrantingRole> = {}): GrantingRole {
  return {
    arn: 'arn:aws:iam::111111111111:role/svc/app-task',
    tags: { team: 'red' },
    policies,
    trustPolicy: parsePolicy({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
    ...more,
  };
}

/** The names of a selection's known actions. */
export function namesIn(catalog: Catalog, places: Iterable<number>): readonly string[] {
  return [...places].map((place) => catalog.actionAt(place));
}
