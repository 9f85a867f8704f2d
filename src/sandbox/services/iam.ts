import type { SandboxManagedPolicy, SandboxRole } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { stableIamId } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { JsonObject } from '../wire/json.ts';
import { queryService } from '../wire/query-service.ts';
import { generateLastAccessed, lastAccessedDetails } from './iam-last-accessed.ts';
import { iamPage } from './iam-page.ts';
import { attachedPolicies, encodedDocument, policyShape, roleShape, versionShape } from './iam-shapes.ts';
import { simulatePrincipalPolicy } from './iam-simulation.ts';

const FILTERS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'];

/** IAM may return fewer items than asked for ("MaxItems" in its API reference), and does so for large answers. */
const LARGEST_DETAILS_PAGE = 30;

/** AWS IAM: roles and policies, one by one and in bulk. */
export const iam = queryService({
  name: 'iam',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  dialect: 'awsQuery',
  operations: {
    GetAccountAuthorizationDetails: accountAuthorizationDetails,
    GenerateServiceLastAccessedDetails: generateLastAccessed,
    GetServiceLastAccessedDetails: lastAccessedDetails,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
    GetRole(fields, call) {
      const role = roleNamed(fields, call);
      return { Role: { ...roleShape(role), MaxSessionDuration: 3600, Description: role.description } };
    },
    GetInstanceProfile(fields, call) {
      const name = fields.requiredText('InstanceProfileName');
      const role = call.account.instances.some(({ roleName }) => roleName === name)
        ? call.account.roles.find((known) => known.name === name)
        : undefined;
      if (role === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
      return {
        InstanceProfile: {
          Path: '/',
          InstanceProfileName: name,
          InstanceProfileId: stableIamId('AIPA', name),
          Arn: `arn:aws:iam::${call.account.accountId}:instance-profile/${name}`,
          CreateDate: new Date(role.createdAt).toISOString(),
          Roles: [roleShape(role)],
        },
      };
    },
    ListRoles(fields, call) {
      const page = iamPage(call.account.roles, fields, 'ListRoles');
      return { Roles: page.items.map(roleShape), ...page.more };
    },
    ListRolePolicies(fields, call) {
      const role = roleNamed(fields, call);
      const page = iamPage(Object.keys(role.inlinePolicies), fields, `ListRolePolicies ${role.name}`);
      return { PolicyNames: page.items, ...page.more };
    },
    GetRolePolicy(fields, call) {
      const role = roleNamed(fields, call);
      const name = fields.requiredText('PolicyName');
      const document = role.inlinePolicies[name];
      if (document === undefined) {
        throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
      }
      return { RoleName: role.name, PolicyName: name, PolicyDocument: encodedDocument(document) };
    },
    ListAttachedRolePolicies(fields, call) {
      const role = roleNamed(fields, call);
      const page = iamPage(attachedPolicies(role), fields, `ListAttachedRolePolicies ${role.name}`);
      return { AttachedPolicies: page.items, ...page.more };
    },
    GetPolicy: (fields, call) => ({ Policy: policyShape(call.account, policyWithArn(fields, call)) }),
    GetPolicyVersion(fields, call) {
      const policy = policyWithArn(fields, call);
      const id = fields.requiredText('VersionId');
      const version = policy.versions.find((known) => known.id === id);
      if (version === undefined)
        throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
      return { PolicyVersion: versionShape(policy, version) };
    },
  },
});

function accountAuthorizationDetails(fields: Fields, call: Call): JsonObject {
  const asked = fields.texts('Filter');
  for (const filter of asked) {
    if (!FILTERS.includes(filter)) {
      throw new AwsError('ValidationError', `Cannot filter by "${filter}": expected one of ${FILTERS.join(', ')}`);
    }
  }
  const wants = (filter: string): boolean => asked.length === 0 || asked.includes(filter);
  const { roles, managedPolicies } = call.account;
  const attached = new Set(roles.flatMap((role) => [...role.attached, role.boundary ?? '']));
  const entries = [
    ...(wants('Role') ? roles.map((role) => ({ role })) : []),
    ...managedPolicies
      // AWS's own policies are listed only where something in the account uses them.
      .filter((policy) =>
        isAwsManaged(policy) ? wants('AWSManagedPolicy') && attached.has(policy.arn) : wants('LocalManagedPolicy'),
      )
      .map((policy) => ({ policy })),
  ];
  const page = iamPage(entries, fields, `GetAccountAuthorizationDetails ${asked.join()}`, LARGEST_DETAILS_PAGE);
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: page.items.flatMap((entry) => ('role' in entry ? [roleDetail(entry.role)] : [])),
    Policies: page.items.flatMap((entry) =>
      'policy' in entry
        ? [
            {
              ...policyShape(call.account, entry.policy),
              PolicyVersionList: entry.policy.versions.map((version) => versionShape(entry.policy, version)),
            },
          ]
        : [],
    ),
    ...page.more,
  };
}

function roleDetail(role: SandboxRole): JsonObject {
  return {
    ...roleShape(role),
    InstanceProfileList: [],
    RolePolicyList: Object.entries(role.inlinePolicies).map(([PolicyName, document]) => ({
      PolicyName,
      PolicyDocument: encodedDocument(document),
    })),
    AttachedManagedPolicies: attachedPolicies(role),
  };
}

function roleNamed(fields: Fields, call: Call): SandboxRole {
  const name = fields.requiredText('RoleName');
  const role = call.account.roles.find((known) => known.name === name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function policyWithArn(fields: Fields, call: Call): SandboxManagedPolicy {
  const arn = fields.requiredText('PolicyArn');
  const policy = call.account.managedPolicies.find((known) => known.arn === arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function isAwsManaged(policy: SandboxManagedPolicy): boolean {
  return policy.arn.startsWith('arn:aws:iam::aws:');
}

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}
