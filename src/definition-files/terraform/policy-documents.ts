import { isRecord } from '../../base/is-record.ts';
import type { References } from './references.ts';
import type { TerraformResource } from './show-output.ts';

/**
 * The policy document of an argument: its JSON, or where that is known after `apply` only, what the `aws_iam_policy_document` that it comes
 * from states. Undefined where nobody can say.
 */
export function policyArgument(resource: TerraformResource, argument: string, references: References): unknown {
  const value = resource.values[argument];
  if (!resource.unknown.has(argument)) return value;
  const source = references.of(resource, argument).find(({ key }) => key.startsWith('data.aws_iam_policy_document.'));
  if (source === undefined) return undefined;
  const { json } = source.values;
  return typeof json === 'string' && !source.unknown.has('json') ? json : documentOf(source);
}

/** "Data Source: aws_iam_policy_document", of which the statements are written in Terraform's names. */
function documentOf({ values }: TerraformResource): unknown {
  const statements = Array.isArray(values['statement']) ? values['statement'] : [];
  return { Version: textOr(values['version'], '2012-10-17'), Statement: statements.filter(isRecord).map(statementOf) };
}

function statementOf(block: Readonly<Record<string, unknown>>): unknown {
  const list = (name: string, element: string): Readonly<Record<string, unknown>> => {
    const items = listOf(block[name]);
    return items.length === 0 ? {} : { [element]: items };
  };
  return {
    ...(typeof block['sid'] === 'string' && block['sid'] !== '' && { Sid: block['sid'] }),
    Effect: textOr(block['effect'], 'Allow'),
    ...list('actions', 'Action'),
    ...list('not_actions', 'NotAction'),
    ...list('resources', 'Resource'),
    ...list('not_resources', 'NotResource'),
    ...principals('Principal', block['principals']),
    ...principals('NotPrincipal', block['not_principals']),
    ...conditions(block['condition']),
  };
}

function principals(element: string, blocks: unknown): Readonly<Record<string, unknown>> {
  const found = listOf(blocks).filter(isRecord);
  if (found.length === 0) return {};
  if (found.some(({ type }) => type === '*')) return { [element]: '*' };
  return {
    [element]: Object.fromEntries(found.map(({ type, identifiers }) => [textOr(type, 'AWS'), listOf(identifiers)])),
  };
}

function conditions(blocks: unknown): Readonly<Record<string, unknown>> {
  const byTest = new Map<string, [string, unknown][]>();
  for (const { test, variable, values } of listOf(blocks).filter(isRecord)) {
    const keys = byTest.get(textOr(test, '')) ?? [];
    keys.push([textOr(variable, ''), listOf(values)]);
    byTest.set(textOr(test, ''), keys);
  }
  if (byTest.size === 0) return {};
  return { Condition: Object.fromEntries([...byTest].map(([test, keys]) => [test, Object.fromEntries(keys)])) };
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [value] : [];
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
