import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { Statement } from '../../iam/policy.ts';
import type { PolicySource, Role } from '../../iam/role.ts';
import type {
  PolicyChange,
  RecommendedDocument,
  RecommendedStatement,
} from '../../rightsize/recommend/recommendation.ts';
import { changeComment } from './change-comment.ts';
import { hclAttributes, hclString } from './hcl.ts';
import { statementComment } from './statement-comment.ts';

/**
 * A change as Terraform configuration, formatted as `terraform fmt` does: a policy document for each new policy, its
 * resource, and as comments the attachments and inline policies to take out of the configuration.
 */
export function policyTerraform(role: Pick<Role, 'arn' | 'name'>, change: PolicyChange): string {
  const blocks = [
    comment([...changeComment(role, change), ...removals(role, change.replaces)]),
    ...change.documents.flatMap((document) => documentBlocks(role, document)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function comment(lines: readonly string[], indent = ''): string {
  return lines.map((line) => `${indent}# ${line}`.trimEnd()).join('\n');
}

function removals({ name }: Pick<Role, 'name'>, replaces: readonly PolicySource[]): readonly string[] {
  if (replaces.length === 0) return [];
  return [
    '',
    'With the step that detaches, in a later apply, remove from the configuration:',
    ...replaces.map((source) =>
      'arn' in source
        ? `- the aws_iam_role_policy_attachment of ${name} with policy_arn ${source.arn}`
        : `- the aws_iam_role_policy of ${name} named ${source.name}`,
    ),
  ].map(stripControlCharacters);
}

function documentBlocks({ name: role }: Pick<Role, 'name'>, document: RecommendedDocument): readonly string[] {
  const label = labelOf(document.name);
  const policy = `data.aws_iam_policy_document.${label}.json`;
  const statements = document.statements.map(statementBlock).join('\n\n');
  const data = `data "aws_iam_policy_document" "${label}" {\n${statements}\n}`;
  const resource = (type: string, attributes: readonly (readonly [string, string])[]) =>
    `resource "${type}" "${label}" {\n${hclAttributes(attributes, '  ')}\n}`;
  const name = ['name', hclString(document.name)] as const;
  const ofRole = ['role', hclString(role)] as const;
  if (document.kind === 'inline') {
    return [data, resource('aws_iam_role_policy', [name, ofRole, ['policy', policy]])];
  }
  return [
    data,
    resource('aws_iam_policy', [name, ['policy', policy]]),
    resource('aws_iam_role_policy_attachment', [ofRole, ['policy_arn', `aws_iam_policy.${label}.arn`]]),
  ];
}

/** Names begin with a letter or underscore and hold letters, digits, underscores and hyphens. */
function labelOf(name: string): string {
  const label = name.replace(/[^A-Za-z0-9_]+/g, '_');
  return /^[A-Za-z_]/.test(label) ? label : `_${label}`;
}

function statementBlock(one: RecommendedStatement): string {
  const { statement } = one;
  const parts = [
    hclAttributes(
      [
        ...(statement.sid === undefined ? [] : [['sid', hclString(statement.sid)] as const]),
        ['effect', hclString(statement.effect)],
      ],
      '    ',
    ),
    ...listPart('actions', statement.action),
    ...listPart('not_actions', statement.notAction),
    ...listPart('resources', statement.resource),
    ...listPart('not_resources', statement.notResource),
    ...conditionBlocks(statement),
  ];
  return `${comment(statementComment(one), '  ')}\n  statement {\n${parts.join('\n\n')}\n  }`;
}

function listPart(name: string, items: readonly string[] | undefined): readonly string[] {
  return items === undefined ? [] : [`    ${name} = ${hclList(items, '    ')}`];
}

function hclList(items: readonly string[], indent: string): string {
  if (items.length < 2) return `[${items.map(hclString).join('')}]`;
  return `[\n${items.map((item) => `${indent}  ${hclString(item)},`).join('\n')}\n${indent}]`;
}

function conditionBlocks({ condition = {} }: Statement): readonly string[] {
  return Object.entries(condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => {
      const attributes = [
        ['test', hclString(test)],
        ['variable', hclString(variable)],
        ['values', `[${values.map(hclString).join(', ')}]`],
      ] as const;
      return `    condition {\n${hclAttributes(attributes, '      ')}\n    }`;
    }),
  );
}
