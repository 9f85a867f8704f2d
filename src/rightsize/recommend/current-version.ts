import type { ConditionBlock, PolicyDocument, Statement } from '../../iam/policy.ts';

/**
 * A statement as a document of version 2012-10-17 has to say it. Version 2008-10-17 has no policy variables: its `${` is
 * text, which the later version writes `${$}{` ("IAM policy elements: Variables and tags"). A statement without Resource, read
 * as one about every resource, gets one.
 */
export function inCurrentVersion(statement: Statement, version: PolicyDocument['version']): Statement {
  const { notResource, condition } = statement;
  const resource = statement.resource ?? (notResource === undefined ? ['*'] : undefined);
  if (version === '2012-10-17') return { ...statement, ...(resource !== undefined && { resource }) };
  return {
    ...statement,
    ...(resource !== undefined && { resource: resource.map(escaped) }),
    ...(notResource !== undefined && { notResource: notResource.map(escaped) }),
    ...(condition !== undefined && { condition: escapedCondition(condition) }),
  };
}

function escapedCondition(condition: ConditionBlock): ConditionBlock {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(escaped)])),
    ]),
  );
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are IAM's placeholders
  return text.replaceAll('${', () => '${$}{');
}
