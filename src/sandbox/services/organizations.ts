import type { SandboxMember, SandboxOrganization } from '../sandbox-organization.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { Json, JsonObject } from '../wire/json.ts';
import { jsonService } from '../wire/json-service.ts';
import { pageOf } from '../wire/page.ts';

/** AWS Organizations API Reference: items of one page, the largest that may be asked for. */
const MOST_ITEMS = 20;

/** AWS Organizations, as the management account or a delegated administrator reads it. */
export const organizations = jsonService({
  name: 'organizations',
  refusal: 'InvalidInputException',
  failure: 'ServiceException',
  operations: {
    DescribeOrganization(_fields, call) {
      const { id, managementAccountId } = organizationOf(call, true);
      return {
        Organization: {
          Id: id,
          Arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
          FeatureSet: 'ALL',
          MasterAccountId: managementAccountId,
        },
      };
    },
    ListRoots(fields, call) {
      const { id, rootId, managementAccountId, controlPolicies } = organizationOf(call);
      const root = {
        Id: rootId,
        Arn: `arn:aws:organizations::${managementAccountId}:root/${id}/${rootId}`,
        Name: 'Root',
        PolicyTypes: controlPolicies ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
      };
      return listed('Roots', [root], fields, call);
    },
    ListAccounts: (fields, call) =>
      listed('Accounts', organizationOf(call).members.map(shapeIn(organizationOf(call))), fields, call),
    ListAccountsForParent(fields, call) {
      const organization = organizationOf(call);
      const parent = parentIn(organization, fields);
      const members = organization.members.filter(({ parentId }) => parentId === parent);
      return listed('Accounts', members.map(shapeIn(organization)), fields, call);
    },
    ListOrganizationalUnitsForParent(fields, call) {
      const organization = organizationOf(call);
      const parent = parentIn(organization, fields);
      const units = organization.units.filter(({ parentId }) => parentId === parent);
      return listed(
        'OrganizationalUnits',
        units.map(({ id, name }) => ({
          Id: id,
          Name: name,
          Arn: `arn:aws:organizations::${organization.managementAccountId}:ou/${organization.id}/${id}`,
        })),
        fields,
        call,
      );
    },
    ListTagsForResource(fields, call) {
      const resource = fields.requiredText('ResourceId');
      const member = organizationOf(call).members.find(({ account }) => account.accountId === resource);
      if (member === undefined)
        throw new AwsError('TargetNotFoundException', `You specified a target that is not there`);
      return { Tags: Object.entries(member.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) };
    },
    ListPolicies(fields, call) {
      requireControlPolicies(fields);
      return listed('Policies', organizationOf(call).policies.map(policySummary), fields, call);
    },
    ListTargetsForPolicy(fields, call) {
      const organization = organizationOf(call);
      const { targets } = policyIn(organization, fields);
      return listed(
        'Targets',
        targets.map((TargetId) => ({ TargetId, Type: targetType(TargetId) })),
        fields,
        call,
      );
    },
    DescribePolicy(fields, call) {
      const policy = policyIn(organizationOf(call), fields);
      const { document } = policy;
      const Content = typeof document === 'string' ? document : JSON.stringify(document);
      return { Policy: { PolicySummary: policySummary(policy), Content } };
    },
  },
});

/** The organization that the caller may read: a member that administers nothing may ask for its description alone. */
function organizationOf({ organization, account }: Call, anyMember = false): SandboxOrganization {
  if (organization === undefined) {
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  if (!anyMember && account.accountId !== organization.managementAccountId) {
    throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
  }
  return organization;
}

function parentIn({ rootId, units }: SandboxOrganization, fields: Fields): string {
  const parent = fields.requiredText('ParentId');
  if (parent === rootId || units.some(({ id }) => id === parent)) return parent;
  throw new AwsError('ParentNotFoundException', "You specified parent that doesn't exist.");
}

function requireControlPolicies(fields: Fields): void {
  if (fields.requiredText('Filter') !== 'SERVICE_CONTROL_POLICY') {
    throw new AwsError('InvalidInputException', 'Filter: the sandbox knows SERVICE_CONTROL_POLICY alone');
  }
}

type Policy = SandboxOrganization['policies'][number];

function policyIn({ policies }: SandboxOrganization, fields: Fields): Policy {
  const asked = fields.requiredText('PolicyId');
  const policy = policies.find(({ id }) => id === asked);
  if (policy === undefined) throw new AwsError('PolicyNotFoundException', "We can't find a policy with the PolicyId.");
  return policy;
}

function policySummary({ id, name, awsManaged }: Policy): JsonObject {
  return { Id: id, Name: name, Type: 'SERVICE_CONTROL_POLICY', AwsManaged: awsManaged === true };
}

function targetType(id: string): string {
  if (id.startsWith('r-')) return 'ROOT';
  return id.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT';
}

function shapeIn({ id, managementAccountId }: SandboxOrganization) {
  return ({ account, name, state }: SandboxMember): JsonObject => ({
    Id: account.accountId,
    Arn: `arn:aws:organizations::${managementAccountId}:account/${id}/${account.accountId}`,
    Email: `${account.accountId}@example.com`,
    Name: name,
    State: state,
    JoinedMethod: 'CREATED',
  });
}

function listed(member: string, items: readonly Json[], fields: Fields, call: Call): JsonObject {
  const size = fields.number('MaxResults') ?? MOST_ITEMS;
  if (size < 1 || size > MOST_ITEMS) {
    throw new AwsError('InvalidInputException', `MaxResults is ${size}: expected 1 to ${MOST_ITEMS}`);
  }
  const { NextToken: _, MaxResults: __, ...filters } = fields.all;
  const page = pageOf(items, {
    list: `${call.region} ${member} ${JSON.stringify(filters)}`,
    token: fields.text('NextToken'),
    size,
    invalidToken: () => new AwsError('InvalidInputException', 'You provided an invalid NextToken.'),
  });
  return { [member]: page.items, ...(page.next === undefined ? {} : { NextToken: page.next }) };
}
