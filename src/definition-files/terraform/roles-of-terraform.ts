import { isRecord } from '../../base/is-record.ts';
import { problem } from '../../base/result.ts';
import { parseRoleArn } from '../../iam/arn.ts';
import type { RolePolicy } from '../../iam/role.ts';
import type { Position } from '../document-path.ts';
import type { FilePlace, FileProblem, FileRole } from '../file-contents.ts';
import { attach, bound, fileRole, inlinePolicy, policyOf, type RoleDraft } from '../file-role.ts';
import { terraformArn, terraformName } from './arns.ts';
import { policyArgument } from './policy-documents.ts';
import type { References } from './references.ts';
import type { TerraformResource } from './show-output.ts';

const AFTER_APPLY =
  'it is known after apply only, and the plan does not say what it is made of: give the output of terraform show -json of the state';

/** The roles of a plan or state with all policies that it gives them. */
export function rolesOfTerraform(
  resources: readonly TerraformResource[],
  references: References,
  place: FilePlace,
  at: (resource: TerraformResource, argument?: string) => Position,
): { readonly roles: readonly FileRole[]; readonly incomplete: readonly FileProblem[] } {
  const incomplete: FileProblem[] = [];
  const ofType = (type: string) => resources.filter((each) => each.type === type && !each.key.startsWith('data.'));
  /** What an argument refers to: by its value, or else by the configuration. */
  const target = <T>(
    resource: TerraformResource,
    argument: string,
    known: ReadonlyMap<string, T>,
    byResource: ReadonlyMap<TerraformResource, T>,
  ): T | undefined => {
    const value = resource.values[argument];
    if (typeof value === 'string' && !resource.unknown.has(argument)) return known.get(value);
    return references.of(resource, argument).flatMap((each) => byResource.get(each) ?? [])[0];
  };
  const document = (resource: TerraformResource, argument: string, what: string): RolePolicy['document'] => {
    const value = policyArgument(resource, argument, references);
    const read = value === undefined ? problem<never>(AFTER_APPLY) : policyOf(value);
    if (!read.ok)
      incomplete.push({ what: `the ${what} ${resource.address}`, why: read.problem, ...at(resource, argument) });
    return read;
  };

  const managed = new Map<string, RolePolicy>();
  const managedBy = new Map<TerraformResource, RolePolicy>();
  for (const resource of ofType('aws_iam_policy')) {
    const arn = terraformArn(resource, place);
    const source = { kind: 'managed', name: terraformName(resource), arn, awsManaged: false } as const;
    const policy = { source, document: document(resource, 'policy', 'policy') };
    managed.set(arn, policy);
    managedBy.set(resource, policy);
  }
  const byName = new Map<string, RoleDraft>();
  const byResource = new Map<TerraformResource, RoleDraft>();
  for (const resource of ofType('aws_iam_role')) {
    const arn = parseRoleArn(terraformArn(resource, place));
    if (!arn.ok) {
      incomplete.push({ what: `the role ${resource.address}`, why: arn.problem, ...at(resource) });
      continue;
    }
    const {
      path,
      inline_policy: inline,
      managed_policy_arns: attached,
      permissions_boundary: boundary,
    } = resource.values;
    const draft: RoleDraft = {
      arn: arn.value,
      name: terraformName(resource),
      path: typeof path === 'string' ? path : '/',
      trust: document(resource, 'assume_role_policy', 'trust policy of'),
      policies: [],
      unread: [],
    };
    for (const policy of Array.isArray(inline) ? inline : []) {
      if (isRecord(policy) && typeof policy['policy'] === 'string') {
        draft.policies.push(inlinePolicy(String(policy['name'] ?? 'inline'), policy['policy']));
      }
    }
    for (const each of Array.isArray(attached) ? attached : []) attach(draft, String(each), managed);
    if (typeof boundary === 'string' && boundary !== '') bound(draft, boundary, managed);
    byName.set(draft.name, draft);
    byResource.set(resource, draft);
  }
  for (const resource of ofType('aws_iam_role_policy')) {
    const draft = target(resource, 'role', byName, byResource);
    draft?.policies.push({
      source: { kind: 'inline', name: terraformName(resource) },
      document: document(resource, 'policy', 'policy'),
    });
  }
  for (const resource of [...ofType('aws_iam_role_policy_attachment'), ...ofType('aws_iam_policy_attachment')]) {
    const { roles, policy_arn: arn } = resource.values;
    const drafts = Array.isArray(roles)
      ? roles.map((name) => byName.get(String(name)))
      : [target(resource, 'role', byName, byResource)];
    const policy = target(resource, 'policy_arn', managed, managedBy);
    for (const draft of drafts) {
      if (draft === undefined) continue;
      if (policy !== undefined) draft.policies.push(policy);
      else attach(draft, String(arn), managed);
    }
  }
  const roles = [...byResource].map(([resource, draft]) => ({ role: withoutRepeats(draft), position: at(resource) }));
  return { roles, incomplete };
}

/** `managed_policy_arns` also lists what attachments attach, once it is applied. */
function withoutRepeats(draft: RoleDraft): FileRole['role'] {
  const key = ({ source }: RolePolicy): string => JSON.stringify(source);
  const unread = [...new Set(draft.unread)];
  return fileRole({
    ...draft,
    unread,
    policies: [...new Map(draft.policies.map((policy) => [key(policy), policy])).values()],
  });
}
