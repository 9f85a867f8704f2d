import type { Statement } from '../../iam/policy.ts';
import type { Role } from '../../iam/role.ts';
import type { PolicyChange, RecommendedDocument } from '../../rightsize/recommend/recommendation.ts';
import { changeComment } from './change-comment.ts';
import { statementComment } from './statement-comment.ts';
import { type YamlItem, type YamlValue, yamlLines } from './yaml-text.ts';

/** A change as a CloudFormation template in YAML. What it replaces is named in comments, since a template cannot detach. */
export function policyCloudFormation(role: Pick<Role, 'arn' | 'name'>, change: PolicyChange): string {
  const head = changeComment(role, change).map((line) => `# ${line}`);
  if (change.documents.length === 0) return `${head.join('\n')}\n`;
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Right-sized policy of the role ${role.name}`,
    // cfn-lint's own list of actions is older than the catalogue that these come from.
    Metadata: { 'cfn-lint': { config: { ignore_checks: [{ value: 'W3037' }] } } },
    Resources: Object.fromEntries(
      change.documents.map((document, index) => [
        `RightSizedPolicy${change.documents.length === 1 ? '' : index + 1}`,
        resourceOf(role, document),
      ]),
    ),
  };
  return `${[...head, ...yamlLines(template)].join('\n')}\n`;
}

function resourceOf({ name }: Pick<Role, 'name'>, document: RecommendedDocument): YamlValue {
  const PolicyDocument = {
    Version: document.document.version,
    Statement: document.statements.map(
      (one): YamlItem => ({ comment: statementComment(one), value: statementValue(one.statement) }),
    ),
  };
  return document.kind === 'inline'
    ? { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: name, PolicyName: document.name, PolicyDocument } }
    : {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: document.name, Roles: [{ value: name }], PolicyDocument },
      };
}

function statementValue({ sid, effect, action, notAction, resource, notResource, condition }: Statement): YamlValue {
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(action !== undefined && { Action: list(action) }),
    ...(notAction !== undefined && { NotAction: list(notAction) }),
    ...(resource !== undefined && { Resource: list(resource) }),
    ...(notResource !== undefined && { NotResource: list(notResource) }),
    ...(condition !== undefined && {
      Condition: Object.fromEntries(
        Object.entries(condition).map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, list(values)])),
        ]),
      ),
    }),
  };
}

function list(items: readonly string[]): YamlValue {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : items.map((value) => ({ value }));
}
