import { isRecord } from '../../base/is-record.ts';
import { asArray } from '../../cloudtrail/json.ts';
import { parseRoleArn } from '../../iam/arn.ts';
import type { RolePolicy } from '../../iam/role.ts';
import type { Position } from '../document-path.ts';
import type { FileProblem, FileRole } from '../file-contents.ts';
import { attach, bound, fileRole, inlinePolicy, policyOf, type RoleDraft } from '../file-role.ts';
import type { TemplateResolver } from './intrinsics.ts';
import type { Template, TemplateResource } from './template.ts';

/** The roles of a template with all policies that the template gives them. */
export function rolesOfTemplate(
  template: Template,
  resolver: TemplateResolver,
  at: (resource: TemplateResource, field?: string) => Position,
  noteUnknown: (resource: TemplateResource) => void,
): { readonly roles: readonly FileRole[]; readonly incomplete: readonly FileProblem[] } {
  const incomplete: FileProblem[] = [];
  const properties = new Map<TemplateResource, Readonly<Record<string, unknown>>>();
  const resolved = (resource: TemplateResource): Readonly<Record<string, unknown>> => {
    const known = properties.get(resource);
    if (known !== undefined) return known;
    const value = resolver.resolve(resource.properties);
    noteUnknown(resource);
    const found = isRecord(value) ? value : {};
    properties.set(resource, found);
    return found;
  };
  const keep = (policy: RolePolicy, resource: TemplateResource, field: string): RolePolicy => {
    if (!policy.document.ok) {
      incomplete.push({ what: `the policy in ${resource.id}`, why: policy.document.problem, ...at(resource, field) });
    }
    return policy;
  };
  const ofType = (...types: readonly string[]): readonly TemplateResource[] =>
    [...template.resources.values()].filter(({ type }) => types.includes(type));

  const managed = new Map<string, RolePolicy>();
  const byName = new Map<string, RoleDraft>();
  const byArn = new Map<string, RoleDraft>();
  const policiesOf = new Map<TemplateResource, RolePolicy>();
  for (const resource of ofType('AWS::IAM::ManagedPolicy')) {
    const arn = resolver.arnOf(resource);
    const name = resolver.nameOf(resource);
    const policy: RolePolicy = {
      source: { kind: 'managed', name, arn, awsManaged: false },
      document: policyOf(resolved(resource)['PolicyDocument']),
    };
    managed.set(arn, keep(policy, resource, 'PolicyDocument'));
    policiesOf.set(resource, policy);
  }
  const drafts = ofType('AWS::IAM::Role').flatMap((resource) => {
    const arn = parseRoleArn(resolver.arnOf(resource));
    if (!arn.ok) {
      incomplete.push({ what: `the role ${resource.id}`, why: arn.problem, ...at(resource) });
      return [];
    }
    const own = resolved(resource);
    const draft: RoleDraft = {
      arn: arn.value,
      name: resolver.nameOf(resource),
      path: typeof own['Path'] === 'string' ? own['Path'] : '/',
      trust: policyOf(own['AssumeRolePolicyDocument']),
      policies: [],
      unread: [],
    };
    if (!draft.trust.ok) {
      incomplete.push({
        what: `the trust policy of ${resource.id}`,
        why: draft.trust.problem,
        ...at(resource, 'AssumeRolePolicyDocument'),
      });
    }
    for (const [index, policy] of asArray(own['Policies']).entries()) {
      const { PolicyName: name, PolicyDocument: document } = isRecord(policy) ? policy : {};
      draft.policies.push(
        keep(inlinePolicy(textOr(name, resource.id), document), resource, `Policies[${index}].PolicyDocument`),
      );
    }
    for (const policy of asArray(own['ManagedPolicyArns'])) attach(draft, String(policy), managed);
    if (own['PermissionsBoundary'] !== undefined) bound(draft, String(own['PermissionsBoundary']), managed);
    byName.set(draft.name, draft);
    byArn.set(draft.arn, draft);
    return [{ draft, resource }];
  });
  for (const resource of ofType('AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy')) {
    const own = resolved(resource);
    const policy =
      policiesOf.get(resource) ??
      keep(inlinePolicy(textOr(own['PolicyName'], resource.id), own['PolicyDocument']), resource, 'PolicyDocument');
    for (const role of [...asArray(own['Roles']), own['RoleName']]) {
      (byName.get(String(role)) ?? byArn.get(String(role)))?.policies.push(policy);
    }
  }
  return {
    roles: drafts.map(({ draft, resource }) => ({ role: fileRole(draft), position: at(resource) })),
    incomplete,
  };
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
