import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { withPlaceholders } from '../../definition-files/placeholder.ts';
import type { DefinitionRequirements, RequiredRole } from '../../definition-files/required-policies.ts';
import { policyObject } from '../../iam/policy-object.ts';
import { hclString } from '../policy/hcl.ts';
import { APPLICATION_NOTE } from './requires-document.ts';
import { roleNames } from './role-names.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own
const ACCOUNT = '${data.aws_caller_identity.current.account_id}';
// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own
const REGION = '${data.aws_region.current.region}';

/** The two roles of each definition as Terraform configuration; account and Region are those of the provider. */
export function requiresTerraform(definitions: readonly DefinitionRequirements[]): string {
  const labels = roleNames(definitions, (family) => family.replace(/[^A-Za-z0-9]+/g, '_'));
  const blocks = definitions.flatMap((definition, index) => {
    const label = labels[index] ?? '';
    return [
      `# ${stripControlCharacters(`${definition.family} in ${definition.file}`)}`,
      ...roleBlocks(definition.executionRole, `${label}_execution`, `${definition.family}-execution`),
      `# ${APPLICATION_NOTE}`,
      ...roleBlocks(definition.taskRole, `${label}_task`, `${definition.family}-task`),
    ];
  });
  const text = blocks.join('\n\n').replace(/(^|\n)(# [^\n]*)\n\n/g, '$1$2\n');
  const sources = [
    ...(text.includes(ACCOUNT) ? ['data "aws_caller_identity" "current" {}'] : []),
    ...(text.includes(REGION) ? ['data "aws_region" "current" {}'] : []),
  ];
  return `${[...sources, text].join('\n\n')}\n`;
}

function roleBlocks({ policy, trust }: RequiredRole, label: string, name: string): readonly string[] {
  const role = `resource "aws_iam_role" "${label}" {\n  name               = ${hclString(name.slice(0, 64))}\n  assume_role_policy = jsonencode(${hcl(policyObject(trust), '  ')})\n}`;
  if (policy.statements.length === 0) return [role];
  return [
    role,
    `resource "aws_iam_role_policy" "${label}" {\n  name   = "declared-by-the-task-definition"\n  role   = aws_iam_role.${label}.id\n  policy = jsonencode(${hcl(policyObject(policy), '  ')})\n}`,
  ];
}

function hcl(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (typeof value === 'string') {
    return hclString(withPlaceholders(value)).replaceAll('<ACCOUNT_ID>', ACCOUNT).replaceAll('<REGION>', REGION);
  }
  if (Array.isArray(value)) return `[\n${value.map((item) => `${deeper}${hcl(item, deeper)},\n`).join('')}${indent}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  const keys = entries.map(([key]) => (/^[A-Za-z_]\w*$/.test(key) ? key : hclString(key)));
  const width = Math.max(0, ...keys.map((key) => key.length));
  return `{\n${entries.map(([, item], index) => `${deeper}${(keys[index] ?? '').padEnd(width)} = ${hcl(item, deeper)}\n`).join('')}${indent}}`;
}
