import { readFileSync } from 'node:fs';
import { parseDocument, type ScalarTag } from 'yaml';
import { nameOfManaged } from './cloudformation.ts';

export interface TemplateStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

export interface TemplatePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: { readonly Version: string; readonly Statement: readonly TemplateStatement[] };
}

const FUNCTIONS = [
  '!Ref',
  '!Sub',
  '!GetAtt',
  '!If',
  '!Not',
  '!Equals',
  '!Or',
  '!And',
  '!Condition',
  '!Select',
  '!Split',
  '!Join',
  '!FindInMap',
  '!Contains',
];

/** The policies that template.yaml gives its roles, conditional ones too; CloudFormation's functions are left as their text. */
export function templatePolicies(): readonly TemplatePolicy[] {
  const customTags = FUNCTIONS.flatMap((tag) => [
    { tag, resolve: (text: string) => text } satisfies ScalarTag,
    { tag, collection: 'seq' as const },
  ]);
  const found: TemplatePolicy[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    if ('PolicyName' in node) found.push(node as TemplatePolicy);
    else
      for (const [name, inner] of Object.entries(node)) {
        const { Type, Properties } = (inner ?? {}) as {
          Type?: string;
          Properties?: Omit<TemplatePolicy, 'PolicyName'>;
        };
        if (Type === 'AWS::IAM::ManagedPolicy' && Properties !== undefined)
          found.push({ PolicyName: nameOfManaged(name), PolicyDocument: Properties.PolicyDocument });
        else visit(inner);
      }
  };
  visit(parseDocument(readFileSync('template.yaml', 'utf8'), { customTags }).toJS());
  return found;
}
