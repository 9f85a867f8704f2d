import { byKey } from '../../base/by-key.ts';
import { byText } from '../../base/by-text.ts';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { toIso } from '../../base/time.ts';
import { unicodeEscape } from '../../base/unicode-escape.ts';
import { parseArn } from '../../iam/arn.ts';
import { policyObject } from '../../iam/policy-object.ts';
import type { Role } from '../../iam/role.ts';
import type { Finding } from '../finding.ts';
import { accountArn } from '../finding-id.ts';
import type { AsffResource, AsffRoleDetails } from './asff-finding.ts';

/** ASFF's limit on resources of one finding. */
export const MOST_RESOURCES = 32;
const LONGEST_TRUST_POLICY = 131_072;
const MOST_TAGS = 50;
const LONGEST_TAG = 256;

/** The role or the account first, then the task definitions that name it, as far as they fit. */
export function asffResources(finding: Finding, region: string): AsffResource[] {
  return [
    finding.roleArn === accountArn(finding.partition, finding.accountId)
      ? accountResource(finding, region)
      : roleResource(finding, region),
    ...finding.taskDefinitionArns.slice(0, MOST_RESOURCES - 1).map(taskDefinitionResource),
  ];
}

function roleResource(finding: Finding, region: string): AsffResource {
  const { role } = finding;
  return {
    Type: 'AwsIamRole',
    Id: finding.roleArn,
    ...partition(finding.partition),
    Region: region,
    ...(role !== undefined && { ...tags(role), Details: { AwsIamRole: roleDetails(role) } }),
  };
}

function accountResource({ accountId, partition: name }: Finding, region: string): AsffResource {
  return { Type: 'AwsAccount', Id: `AWS::::Account:${accountId}`, ...partition(name), Region: region };
}

function taskDefinitionResource(arn: string): AsffResource {
  const parsed = parseArn(arn);
  const region = parsed.ok ? parsed.value.region : '';
  const family = parsed.ok ? /^(?:daemon-)?task-definition\/(.+):\d+$/.exec(parsed.value.resource)?.[1] : undefined;
  return {
    Type: 'AwsEcsTaskDefinition',
    Id: arn,
    ...(parsed.ok && partition(parsed.value.partition)),
    ...(region !== '' && { Region: region }),
    ...(family !== undefined && { Details: { AwsEcsTaskDefinition: { Family: family } } }),
  };
}

function roleDetails(role: Role): AsffRoleDetails {
  const trust = role.trustPolicy.ok ? asciiJson(policyObject(role.trustPolicy.value)) : '';
  const boundary = role.boundary?.source;
  return {
    ...(trust !== '' && trust.length <= LONGEST_TRUST_POLICY && { AssumeRolePolicyDocument: trust }),
    AttachedManagedPolicies: role.policies
      .flatMap(({ source }) => (source.kind === 'managed' ? [{ PolicyName: source.name, PolicyArn: source.arn }] : []))
      .sort((a, b) => byText(a.PolicyArn, b.PolicyArn)),
    CreateDate: toIso(role.createdAt),
    ...(boundary?.kind === 'boundary' && {
      PermissionsBoundary: {
        PermissionsBoundaryArn: boundary.arn,
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      },
    }),
    RoleId: role.roleId,
    RoleName: role.name,
    RolePolicyList: role.policies
      .flatMap(({ source }) => (source.kind === 'inline' ? [{ PolicyName: source.name }] : []))
      .sort((a, b) => byText(a.PolicyName, b.PolicyName)),
    Path: role.path,
  };
}

/** ASFF takes a trust policy in a part of Latin-1 alone; one other character in it would have all findings of the role refused. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\u0020-\u007e]/g, unicodeEscape);
}

/** Keys and values of ASFF's maps hold something (`.*\S.*`); IAM's tags may be empty, and one such tag would have all findings of the role refused. */
function tags(role: Role): { readonly Tags?: Record<string, string> } {
  const own = Object.entries(role.tags)
    .filter(([key]) => !key.toLowerCase().startsWith('aws:'))
    .map(([key, value]): [string, string] => [
      clip(stripControlCharacters(key), 128),
      clip(stripControlCharacters(value), LONGEST_TAG),
    ])
    .filter((tag) => tag.every((text) => text.trim() !== ''))
    .sort(byKey)
    .slice(0, MOST_TAGS);
  return own.length > 0 ? { Tags: Object.fromEntries(own) } : {};
}

/** ASFF's `Partition` has three values; for any other partition the field is left out. */
function partition(name: string): { readonly Partition?: 'aws' | 'aws-cn' | 'aws-us-gov' } {
  return name === 'aws' || name === 'aws-cn' || name === 'aws-us-gov' ? { Partition: name } : {};
}
