import { readFileSync } from 'node:fs';
import { type CollectionTag, parseDocument, type ScalarTag, YAMLMap } from 'yaml';

/** The functions that template.yaml uses, without `Fn::`. */
const FUNCTIONS = [
  ...['Ref', 'Sub', 'GetAtt', 'FindInMap', 'Select', 'Split', 'Join'],
  ...['If', 'Condition', 'Not', 'And', 'Or', 'Equals', 'Contains'],
];

export interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, Rule>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Description?: string; readonly Value: unknown }>>;
}

export interface Parameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly (string | number)[];
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

interface Rule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription: string }[];
}

export type Given = Readonly<Record<string, string>>;

/** A template whose short functions (`!Ref`) are read as the long ones without their `Fn::`. */
export function readTemplate(path = 'template.yaml'): Template {
  const customTags = FUNCTIONS.flatMap((name): (ScalarTag | CollectionTag)[] => [
    { tag: `!${name}`, resolve: (text) => ({ [name]: text }) },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve(items) {
        const call = new YAMLMap();
        call.set(name, items);
        return call;
      },
    },
  ]);
  const document = parseDocument(readFileSync(path, 'utf8'), { customTags });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS() as Template;
}

const PSEUDO = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::StackName': 'auditor',
  'AWS::StackId': 'arn:aws:cloudformation:eu-west-1:123456789012:stack/auditor/51af3dc0-da77-11e4-872e-1234567db123',
};

/** What becomes of a template with the parameters given; of the others the defaults hold. */
export interface Stack {
  /** Those whose condition holds. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What CloudFormation says of parameters that break a rule, and then makes nothing. */
  readonly refused: readonly string[];
  /** A property of a resource, or a part of one; undefined where there is none. */
  property(resource: string, ...path: readonly string[]): unknown;
}

/** Does what CloudFormation does before it calls a service. Throws for what names no parameter and no resource of the stack. */
export function stackOf(template: Template, given: Given = {}): Stack {
  const parameters = parametersOf(template, given);
  const evaluate = (value: unknown): unknown => evaluated(value, template, parameters);
  const holds = (condition: string | undefined): boolean =>
    condition === undefined || evaluate({ Condition: condition }) === true;
  const resources: Readonly<Record<string, Resource>> = Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([, { Condition }]) => holds(Condition))
      .map(([name, { Properties, ...rest }]) => [
        name,
        { ...rest, Properties: evaluate(Properties) as Resource['Properties'] },
      ]),
  );
  return {
    resources,
    property: (resource, ...path) =>
      path.reduce<unknown>(
        (part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key],
        resources[resource]?.Properties,
      ),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, evaluate(Value)]),
    ),
    refused: Object.values(template.Rules ?? {})
      .filter(({ RuleCondition }) => RuleCondition === undefined || evaluate(RuleCondition) === true)
      .flatMap(({ Assertions }) => Assertions.filter(({ Assert }) => evaluate(Assert) !== true))
      .map(({ AssertDescription }) => AssertDescription),
  };
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** A policy of a role. */
export interface RolePolicy<Statement = PolicyStatement> {
  readonly PolicyName: string;
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** The policies of a role of the stack: those within it, and the managed ones of the stack beside it, `ReadInventoryPolicy` as `read-inventory`. */
export function policiesOf<Statement = PolicyStatement>(stack: Stack, role: string): readonly RolePolicy<Statement>[] {
  const attached = (stack.property(role, 'ManagedPolicyArns') ?? []) as readonly string[];
  return [
    ...attached.map((name) => ({
      PolicyName: nameOfManaged(name),
      PolicyDocument: stack.property(name, 'PolicyDocument') as RolePolicy<Statement>['PolicyDocument'],
    })),
    ...(stack.property(role, 'Policies') as readonly RolePolicy<Statement>[]),
  ];
}

/** What a managed policy would be called within a role. */
export function nameOfManaged(resource: string): string {
  return resource
    .replace(/Policy$/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/**
 * A template without its conditions, for an implementation of CloudFormation that does not know them everywhere: of each `If`
 * the branch that the parameters choose, and only the resources whose condition holds.
 */
export function withoutConditions(template: Template, given: Given): Template {
  const parameters = parametersOf(template, given);
  const holds = (condition: unknown): boolean => evaluated({ Condition: condition }, template, parameters) === true;
  const chosen = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(chosen).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    if ('Fn::If' in value) {
      const [condition, yes, no] = value['Fn::If'] as readonly unknown[];
      return chosen(holds(condition) ? yes : no);
    }
    if ('Ref' in value && value.Ref === 'AWS::NoValue') return undefined;
    const entries = Object.entries(value).map(([key, inner]) => [key, chosen(inner)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  };
  const { Conditions: _, Rules: __, Resources, ...rest } = template;
  const made = Object.entries(Resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
    .map(([name, { Condition: ___, ...resource }]) => [name, chosen(resource)]);
  return { ...(chosen(rest) as Template), Resources: Object.fromEntries(made) };
}

type Parameters = Readonly<Record<string, string | readonly string[]>>;

function parametersOf(template: Template, given: Given): Parameters {
  const unknown = Object.keys(given).filter((name) => !(name in template.Parameters) && !(name in PSEUDO));
  if (unknown.length > 0) throw new Error(`Cannot find parameter ${unknown.join(', ')}`);
  const declared = Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
    const text = given[name] ?? String(Default);
    return [name, Type === 'CommaDelimitedList' ? text.split(',') : text] as const;
  });
  return { ...PSEUDO, ...given, ...Object.fromEntries(declared) };
}

/** `undefined` for AWS::NoValue, which lists leave out. */
function evaluated(value: unknown, template: Template, parameters: Parameters): unknown {
  const of = (inner: unknown): unknown => evaluated(inner, template, parameters);
  if (Array.isArray(value)) return value.map(of).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const [entry, ...more] = Object.entries(value);
  const [name = '', given] = more.length === 0 && entry !== undefined ? entry : [];
  const fn = name.replace(/^Fn::/, '');
  if (!FUNCTIONS.includes(fn)) {
    const entries = Object.entries(value).map(([key, inner]) => [key, of(inner)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  }
  const list = (Array.isArray(given) ? given : [given]) as readonly unknown[];
  switch (fn) {
    case 'Ref':
      return reference(String(given), template, parameters);
    case 'GetAtt':
      return attribute(list.join('.'), template, parameters);
    case 'Sub': {
      const own = (of(list[1] ?? {}) ?? {}) as Parameters;
      return String(list[0]).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, key: string) => {
        if (literal === '!') return `\${${key}}`;
        return String(own[key] ?? (key.includes('.') ? attribute : reference)(key, template, parameters));
      });
    }
    case 'FindInMap':
      return template.Mappings?.[String(of(list[0]))]?.[String(of(list[1]))]?.[String(of(list[2]))];
    case 'Select':
      return (of(list[1]) as readonly unknown[])[Number(list[0])];
    case 'Split':
      return String(of(list[1])).split(String(list[0]));
    case 'Join':
      return (of(list[1]) as readonly string[]).join(String(list[0]));
    case 'If':
      return of(list[of({ Condition: list[0] }) === true ? 1 : 2]);
    case 'Condition':
      return of(template.Conditions?.[String(given)]);
    case 'Not':
      return of(list[0]) !== true;
    case 'And':
      return list.every((item) => of(item) === true);
    case 'Or':
      return list.some((item) => of(item) === true);
    case 'Equals':
      return of(list[0]) === of(list[1]);
    default:
      return (of(list[0]) as readonly unknown[]).includes(of(list[1]));
  }
}

function reference(name: string, template: Template, parameters: Parameters): unknown {
  if (name === 'AWS::NoValue') return undefined;
  if (name in parameters) return parameters[name];
  return attribute(name, template, parameters);
}

/** A stand-in for what is known only when the resource is made: its name, or `Name.Arn`. */
function attribute(path: string, template: Template, parameters: Parameters): string {
  const name = path.split('.')[0] ?? '';
  const resource = template.Resources[name];
  if (resource === undefined) throw new Error(`Cannot find "${name}": expected a parameter or a resource`);
  const { Condition } = resource;
  if (Condition !== undefined && evaluated({ Condition }, template, parameters) !== true)
    throw new Error(`Cannot find resource ${name}: its condition ${Condition} does not hold`);
  return path;
}
