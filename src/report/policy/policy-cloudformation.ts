import { Document, type Node, Scalar, visit } from 'yaml';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import type { Statement } from '../../iam/policy.ts';
import type { Role } from '../../iam/role.ts';
import type { PolicyChange, RecommendedDocument } from '../../rightsize/recommend/recommendation.ts';
import { changeComment } from './change-comment.ts';
import { statementComment } from './statement-comment.ts';

/** CloudFormation reads YAML 1.1: what either version takes for a number, a date or a truth value is quoted. */
const FORM = { compat: 'yaml-1.1' } as const;

/** A change that creates policies as a CloudFormation template in YAML. What it replaces is named in comments, since a template cannot detach. */
export function policyCloudFormation(role: Pick<Role, 'arn' | 'name'>, change: PolicyChange): string {
  const head = changeComment(role, change);
  const template = new Document(null, FORM);
  template.contents = commented(head, {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Right-sized policy of the role ${role.name}`,
    // cfn-lint's own list of actions is older than the catalogue that these come from.
    Metadata: { 'cfn-lint': { config: { ignore_checks: ['W3037'] } } },
    Resources: Object.fromEntries(
      change.documents.map((document, index) => [
        `RightSizedPolicy${change.documents.length === 1 ? '' : index + 1}`,
        resourceOf(role, document),
      ]),
    ),
  });
  return textOf(template);
}

function resourceOf({ name }: Pick<Role, 'name'>, document: RecommendedDocument): unknown {
  const PolicyDocument = {
    Version: document.document.version,
    Statement: document.statements.map((one) => commented(statementComment(one), statementValue(one.statement))),
  };
  return document.kind === 'inline'
    ? { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: name, PolicyName: document.name, PolicyDocument } }
    : {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: document.name, Roles: [name], PolicyDocument },
      };
}

function statementValue({ sid, effect, action, notAction, resource, notResource, condition }: Statement): unknown {
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(action !== undefined && { Action: oneOrAll(action) }),
    ...(notAction !== undefined && { NotAction: oneOrAll(notAction) }),
    ...(resource !== undefined && { Resource: oneOrAll(resource) }),
    ...(notResource !== undefined && { NotResource: oneOrAll(notResource) }),
    ...(condition !== undefined && {
      Condition: Object.fromEntries(
        Object.entries(condition).map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, oneOrAll(values)])),
        ]),
      ),
    }),
  };
}

function oneOrAll(items: readonly string[]): unknown {
  return items.length === 1 ? items[0] : items;
}

/** A node with lines of comment above it. */
function commented(lines: readonly string[], value: unknown): Node {
  // Statements may share a list, which an alias would stand for.
  const node = new Document(null, FORM).createNode(value, { aliasDuplicateObjects: false });
  node.commentBefore = lines.map((line) => ` ${line}`).join('\n');
  return node;
}

/** Plain where they are words that no version of YAML takes for anything else: `Allow`, `AWS::IAM::Role`, `s3:GetObject`. */
const WORD = /^[A-Za-z][A-Za-z0-9-]*(?:::?[A-Za-z0-9-]+)*$/;

function textOf(template: Document): string {
  visit(template, {
    Scalar: (_, scalar) => {
      if (!WORD.test(String(scalar.value))) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // What JSON's form may hold as it is, YAML's may not.
  return escapeInvisible(template.toString({ lineWidth: 0, doubleQuotedAsJSON: true }));
}
