import { Document, type Node } from 'yaml';
import { escapeInvisible } from '../../base/escape-invisible.ts';
import { withPlaceholders } from '../../definition-files/placeholder.ts';
import type { DefinitionRequirements, RequiredRole } from '../../definition-files/required-policies.ts';
import { policyObject } from '../../iam/policy-object.ts';
import { APPLICATION_NOTE } from './requires-document.ts';
import { roleNames } from './role-names.ts';

/** CloudFormation reads YAML 1.1. */
const FORM = { compat: 'yaml-1.1' } as const;

/** The two roles of each definition as a CloudFormation template; account and Region are those of the stack. */
export function requiresCloudFormation(definitions: readonly DefinitionRequirements[]): string {
  const names = roleNames(definitions, (family) =>
    family.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase()),
  );
  const resources = definitions.flatMap((definition, index) => {
    const name = names[index] ?? '';
    return [
      [`${capital(name)}ExecutionRole`, roleResource(definition.executionRole, 'execution')],
      [`${capital(name)}TaskRole`, roleResource(definition.taskRole, 'task')],
    ] as const;
  });
  const template = new Document(null, FORM);
  template.contents = node({ AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(resources) });
  return escapeInvisible(template.toString({ lineWidth: 0 }));
}

function roleResource({ policy, trust }: RequiredRole, kind: 'execution' | 'task'): unknown {
  const policies = [{ PolicyName: `declared-by-the-task-definition`, PolicyDocument: inStack(policyObject(policy)) }];
  const properties = node({
    AssumeRolePolicyDocument: inStack(policyObject(trust)),
    ...(policy.statements.length > 0 && { Policies: policies }),
  });
  if (kind === 'task') properties.commentBefore = ` ${APPLICATION_NOTE}`;
  return { Type: 'AWS::IAM::Role', Properties: properties };
}

/** Texts in which account or Region is open, with the stack's own in their place. */
function inStack(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = withPlaceholders(value);
    if (!/<(?:ACCOUNT_ID|REGION)>/.test(text)) return text;
    return {
      'Fn::Sub': text
        .replace(/\$\{/g, '${!')
        .replaceAll(
          /<(ACCOUNT_ID|REGION)>/g,
          (_, name: string) => `\${AWS::${name === 'REGION' ? 'Region' : 'AccountId'}}`,
        ),
    };
  }
  if (Array.isArray(value)) return value.map(inStack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inStack(item)]));
}

function node(value: unknown): Node {
  return new Document(null, FORM).createNode(value, { aliasDuplicateObjects: false });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
