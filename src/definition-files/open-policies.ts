import { ok } from '../base/result.ts';
import { serviceOf } from '../iam/action.ts';
import type { ConditionBlock, PolicyDocument, Statement } from '../iam/policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import type { FilePlace } from './file-contents.ts';
import { asPattern, generatedNamesIn, OPEN_ACCOUNT, OPEN_REGION, wellFormedArn } from './placeholder.ts';

/**
 * The role with ARNs in place of resources that are wholly open, as far as the actions say of which service they are, and with a trust
 * policy whose conditions speak of the account and Region that the file's definitions are taken to be in.
 */
export function withOpenValues(role: Role, place: FilePlace): Role {
  const { trustPolicy } = role;
  return {
    ...role,
    trustPolicy: trustPolicy.ok ? ok(withStatements(trustPolicy.value, (each) => inPlace(each, place))) : trustPolicy,
    policies: role.policies.map((policy) => withDocument(policy, (each) => withArns(each, place))),
  };
}

/**
 * The role as it may turn out: whatever is open in what it is allowed may be anything. Where it is asked about resources of the file by the
 * names that will be made for them, what bears the made name of another one is none of them.
 */
export function loosened(role: Role, same: ReadonlySet<string>): Role {
  const widened = (statement: Statement): Statement =>
    statement.effect === 'Deny' || statement.resource === undefined
      ? statement
      : {
          ...statement,
          resource: statement.resource.map((each) => (isOfOthers(each, same) ? NOTHING : asPattern(each))),
        };
  return {
    ...role,
    policies: role.policies.map((policy) => withDocument(policy, widened)),
    ...(role.boundary !== undefined && { boundary: withDocument(role.boundary, widened) }),
  };
}

/** No ARN, so that no pattern of one meets it. */
const NOTHING = 'nothing';

function isOfOthers(resource: string, same: ReadonlySet<string>): boolean {
  const names = generatedNamesIn(resource);
  return same.size > 0 && names.size > 0 && names.isDisjointFrom(same);
}

function withDocument(policy: RolePolicy, map: (statement: Statement) => Statement): RolePolicy {
  const { document } = policy;
  return document.ok ? { ...policy, document: ok(withStatements(document.value, map)) } : policy;
}

function withStatements(document: PolicyDocument, map: (statement: Statement) => Statement): PolicyDocument {
  return { ...document, statements: document.statements.map(map) };
}

/** How the ARN of the resource goes on that most actions of a service are about. */
const KINDS: Readonly<Record<string, string>> = {
  iam: 'role/',
  kms: 'key/',
  secretsmanager: 'secret:',
  ssm: 'parameter/',
};

function withArns(statement: Statement, { partition, region, accountId }: FilePlace): Statement {
  const { resource, action = [] } = statement;
  if (resource === undefined) return statement;
  const services = new Set(action.map((each) => serviceOf(each as Parameters<typeof serviceOf>[0])));
  const [service = ''] = services;
  const kind = services.size === 1 ? KINDS[service] : undefined;
  const prefix = `arn:${partition}:${service}:${service === 'iam' ? '' : region}:${accountId}:${kind ?? ''}`;
  return {
    ...statement,
    resource: resource.map((each) => {
      if (each.startsWith('arn:')) return wellFormedArn(each);
      return kind !== undefined && /^<[^<>]*>/.test(each) ? `${prefix}${each}` : each;
    }),
  };
}

/** Conditions of a trust policy that name one account or Region mean that of the definitions, where the file leaves those open. */
function inPlace(statement: Statement, place: FilePlace): Statement {
  const { condition } = statement;
  if (condition === undefined) return statement;
  const mapped: ConditionBlock = Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, values.map((value) => sourceValue(key, value, place))]),
      ),
    ]),
  );
  return { ...statement, condition: mapped };
}

function sourceValue(key: string, value: string, { partition, region, accountId }: FilePlace): string {
  const name = key.toLowerCase();
  if (name === 'aws:sourceaccount') {
    return value.includes('<') || (accountId === OPEN_ACCOUNT && /^\d{12}$/.test(value)) ? accountId : value;
  }
  if (name !== 'aws:sourcearn') return value;
  if (/^<[^<>]*>$/.test(value)) return `arn:${partition}:ecs:${region}:${accountId}:*`;
  const [start, ...parts] = wellFormedArn(value).split(':');
  const [, service, inRegion = '', account = '', ...rest] = parts;
  if (start !== 'arn' || service !== 'ecs') return value;
  const isOpen = (text: string): boolean => text === OPEN_ACCOUNT || text === OPEN_REGION;
  return [
    start,
    partition,
    service,
    region === OPEN_REGION && !/[*?]/.test(inRegion) ? region : isOpen(inRegion) ? region : inRegion,
    accountId === OPEN_ACCOUNT && /^\d{12}$/.test(account) ? accountId : isOpen(account) ? accountId : account,
    ...rest,
  ].join(':');
}
