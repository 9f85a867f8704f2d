import type { RoleDetail } from '@aws-sdk/client-iam';
import type { IncompleteReason } from '../../base/incomplete.ts';
import { nameAtEnd } from '../../base/name-at-end.ts';
import { problem, type Result } from '../../base/result.ts';
import { parseRoleArn } from '../../iam/arn.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { PolicyDocument } from '../../iam/policy.ts';
import { policyTitle } from '../../iam/policy-title.ts';
import type { PolicySource, Role, RolePolicy } from '../../iam/role.ts';
import { describeAwsError } from '../client/aws-error.ts';
import { requireField, requireParsed } from '../client/call-api.ts';
import { type ManagedPolicies, PolicyUnread } from './iam-managed-policies.ts';
import type { OwnRoleDetail } from './iam-role-detail.ts';
import { incompletePart } from './incomplete-part.ts';

/** A role, and what of it could not be read. */
export interface ReadRole {
  readonly role: Role;
  readonly incomplete: readonly IncompleteReason[];
}

/** Completes a role with the documents of its managed policies and boundary. Throws where IAM left out what a role always has. */
export async function toRole({ detail, incomplete }: OwnRoleDetail, managed: ManagedPolicies): Promise<ReadRole> {
  const arn = requireParsed(parseRoleArn(requireField(detail.Arn, 'Arn')));
  const created = requireField(detail.CreateDate, 'CreateDate').getTime();
  const attached = requireField(detail.AttachedManagedPolicies, 'AttachedManagedPolicies');
  const [managedPolicies, boundary] = await Promise.all([
    Promise.all(attached.map((policy) => managedPolicy(requireField(policy.PolicyArn, 'PolicyArn'), managed))),
    boundaryOf(detail, managed),
  ]);
  const policies = [...inlinePolicies(detail), ...managedPolicies.map((one) => one.policy)];
  const ofManaged = [...managedPolicies, ...(boundary === undefined ? [] : [boundary])].flatMap(
    (one) => one.incomplete,
  );
  const everything = [...incomplete, ...ofManaged];
  const role: Role = {
    arn,
    name: requireField(detail.RoleName, 'RoleName'),
    path: detail.Path ?? '/',
    roleId: requireField(detail.RoleId, 'RoleId'),
    createdAt: created,
    ...lastUsed(detail),
    tags: Object.fromEntries((detail.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
    trustPolicy: trustPolicy(detail),
    policies,
    ...(boundary === undefined ? {} : { boundary: boundary.policy }),
    unread: everything.map(({ why }) => why),
  };
  return { role, incomplete: everything };
}

function lastUsed(detail: RoleDetail): Pick<Role, 'lastUsed'> {
  const { LastUsedDate: date, Region: region } = detail.RoleLastUsed ?? {};
  if (date === undefined) return {};
  return { lastUsed: { at: date.getTime(), ...(region === undefined ? {} : { region }) } };
}

function trustPolicy(detail: RoleDetail): Result<PolicyDocument> {
  if (detail.AssumeRolePolicyDocument === undefined) return problem('IAM gave no trust policy');
  return parsePolicy(detail.AssumeRolePolicyDocument, 'trust');
}

function inlinePolicies(detail: RoleDetail): RolePolicy[] {
  return requireField(detail.RolePolicyList, 'RolePolicyList').map((policy) => ({
    source: { kind: 'inline', name: requireField(policy.PolicyName, 'PolicyName') },
    document:
      policy.PolicyDocument === undefined
        ? problem('The document could not be read')
        : parsePolicy(policy.PolicyDocument, 'identity'),
  }));
}

interface ManagedRolePolicy {
  readonly policy: RolePolicy;
  readonly incomplete: readonly IncompleteReason[];
}

function managedPolicy(arn: string, managed: ManagedPolicies): Promise<ManagedRolePolicy> {
  const awsManaged = arn.includes(':iam::aws:policy/');
  return readPolicy({ kind: 'managed', name: nameAtEnd(arn), arn, awsManaged }, managed);
}

async function boundaryOf(detail: RoleDetail, managed: ManagedPolicies): Promise<ManagedRolePolicy | undefined> {
  const arn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return arn === undefined ? undefined : readPolicy({ kind: 'boundary', name: nameAtEnd(arn), arn }, managed);
}

/** Reads the default version of what `source` names; a policy that cannot be read keeps its place. */
async function readPolicy(
  source: Extract<PolicySource, { readonly arn: string }>,
  managed: ManagedPolicies,
): Promise<ManagedRolePolicy> {
  try {
    const { document, versionId, createdAt } = await managed.defaultVersion(source.arn);
    const version = { versionId, ...(createdAt === undefined ? {} : { versionCreatedAt: createdAt }) };
    return {
      policy: { source: { ...source, ...version }, document: parsePolicy(document, 'identity') },
      incomplete: [],
    };
  } catch (error) {
    const why = policyUnread(error);
    return { policy: { source, document: problem(why) }, incomplete: [unreadPolicy(policyTitle(source), error)] };
  }
}

function unreadPolicy(title: string, error: unknown): IncompleteReason {
  return error instanceof PolicyUnread
    ? incompletePart(title, error.cause, error.action)
    : incompletePart(title, error, undefined);
}

function policyUnread(error: unknown): string {
  return error instanceof PolicyUnread
    ? describeAwsError(error.cause, { action: error.action })
    : describeAwsError(error);
}
