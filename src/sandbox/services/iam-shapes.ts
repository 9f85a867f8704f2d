import { nameAtEnd } from '../../base/name-at-end.ts';
import type { PolicyText, SandboxAccount, SandboxManagedPolicy, SandboxRole } from '../sandbox-account.ts';
import type { JsonObject } from '../wire/json.ts';

/** A policy document as IAM hands it out: percent-encoded as RFC 3986 says. */
export function encodedDocument(document: PolicyText): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What GetRole and GetAccountAuthorizationDetails say alike of a role. */
export function roleShape(role: SandboxRole): JsonObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt).toISOString(),
    AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
    ...(role.boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundary } }),
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    RoleLastUsed:
      role.lastUsed === undefined
        ? {}
        : { LastUsedDate: new Date(role.lastUsed.at).toISOString(), Region: role.lastUsed.region },
  };
}

/** The managed policies attached to a role, by name and ARN. */
export function attachedPolicies(role: SandboxRole): readonly JsonObject[] {
  return role.attached.map((arn) => ({ PolicyName: nameAtEnd(arn), PolicyArn: arn }));
}

/** What GetPolicy says of a managed policy. */
export function policyShape(account: SandboxAccount, policy: SandboxManagedPolicy): JsonObject {
  return {
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.versions.at(-1)?.id,
    AttachmentCount: account.roles.filter((role) => role.attached.includes(policy.arn)).length,
    PermissionsBoundaryUsageCount: account.roles.filter((role) => role.boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt).toISOString(),
    UpdateDate: new Date(policy.versions.at(-1)?.createdAt ?? policy.createdAt).toISOString(),
  };
}

/** What GetPolicyVersion says of one version. */
export function versionShape(
  policy: SandboxManagedPolicy,
  version: SandboxManagedPolicy['versions'][number],
): JsonObject {
  return {
    Document: encodedDocument(version.document),
    VersionId: version.id,
    IsDefaultVersion: version === policy.versions.at(-1),
    CreateDate: new Date(version.createdAt).toISOString(),
  };
}
