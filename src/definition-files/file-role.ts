import { nameAtEnd } from '../base/name-at-end.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { type RoleArn, roleNameOf } from '../iam/arn.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { PolicyDocument } from '../iam/policy.ts';
import type { PolicySource, Role, RolePolicy } from '../iam/role.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';

/** A role of a file while its policies are collected. */
export interface RoleDraft {
  readonly arn: RoleArn;
  readonly name: string;
  readonly path: string;
  readonly trust: Result<PolicyDocument>;
  readonly policies: RolePolicy[];
  boundary?: RolePolicy;
  /** What of it is not in the file. */
  readonly unread: string[];
}

/** A role of which a file tells this, as the audit reads it from IAM. */
export function fileRole({ arn, name, path, trust, policies, boundary, unread }: RoleDraft): Role {
  return {
    arn,
    name,
    path,
    roleId: arn,
    createdAt: 0,
    tags: {},
    trustPolicy: trust,
    policies,
    ...(boundary !== undefined && { boundary }),
    unread,
  };
}

/** A role that definitions name and no file describes: nothing of it is known. */
export function roleElsewhere(arn: RoleArn): Role {
  const why = 'its policies are not in the files';
  return fileRole({ arn, name: roleNameOf(arn), path: '/', trust: problem(why), policies: [], unread: [why] });
}

/** An inline policy of a file. */
export function inlinePolicy(name: string, document: unknown): RolePolicy {
  return { source: { kind: 'inline', name }, document: policyOf(document) };
}

/** Reads a document in which numbers may stand for texts, as YAML's account ids do. */
export function policyOf(document: unknown): Result<PolicyDocument> {
  return parsePolicy(typeof document === 'string' ? document : withTexts(document));
}

function withTexts(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item)]));
}

/**
 * A managed policy that a role is attached to by its ARN: the file's own where it has it, AWS's where the program knows it, else unread.
 */
export function attach(draft: RoleDraft, arn: string, own: ReadonlyMap<string, RolePolicy>): void {
  const found = own.get(arn) ?? managedByAws(arn);
  if (found === undefined) draft.unread.push(`managed policy ${nameAtEnd(arn)}: its document is not in the files`);
  else draft.policies.push(found);
}

/** The same of a permissions boundary. */
export function bound(draft: RoleDraft, arn: string, own: ReadonlyMap<string, RolePolicy>): void {
  const name = nameAtEnd(arn);
  const found = own.get(arn) ?? managedByAws(arn);
  draft.boundary = {
    source: { kind: 'boundary', name, arn },
    document: found?.document ?? problem('its document is not in the files'),
  };
}

function managedByAws(arn: string): RolePolicy | undefined {
  if (!/^arn:[^:]*:iam::aws:policy\//.test(arn)) return undefined;
  const document = awsManagedPolicy(nameAtEnd(arn));
  if (document === undefined) return undefined;
  const source: PolicySource = { kind: 'managed', name: nameAtEnd(arn), arn, awsManaged: true };
  return { source, document: ok(document) };
}
