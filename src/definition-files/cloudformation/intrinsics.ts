import { isRecord } from '../../base/is-record.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { FilePlace } from '../file-contents.ts';
import { generatedName, placeholder } from '../placeholder.ts';
import { resourceRow } from './resource-attributes.ts';
import type { Template, TemplateResource } from './template.ts';

/** Resolves values of a template as far as the template says what they are. */
export interface TemplateResolver {
  /** The value with its intrinsic functions resolved; undefined for `AWS::NoValue`. What is open stands as a placeholder. */
  resolve(value: unknown): unknown;
  arnOf(resource: TemplateResource): string;
  nameOf(resource: TemplateResource): string;
  /** Logical ids that functions name and the template does not have. */
  readonly unknownIds: ReadonlySet<string>;
}

/** Calls within calls: names that refer to one another in a circle end there. */
const MOST_LEVELS = 200;
/** Values that are looked at in one template: names that refer to one another several times over would take for ever. */
const MOST_STEPS = 1_000_000;
/** Characters of a text that functions make of others: joins within joins could double without end. */
const MOST_CHARACTERS = 100_000;

/** Makes the resolver of one template ("Intrinsic function reference", "Pseudo parameters reference"). */
export function templateResolver(template: Template, place: FilePlace): TemplateResolver {
  const unknownIds = new Set<string>();
  let level = 0;
  let steps = 0;
  const isTooMuch = (): boolean => {
    steps += 1;
    return level > MOST_LEVELS || steps > MOST_STEPS;
  };

  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return withoutDynamic(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isTooMuch()) return placeholder('circle');
    level += 1;
    try {
      if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== undefined);
      const [key = '', argument] = Object.entries(value)[0] ?? [];
      const isFunction = Object.keys(value).length === 1 && (key === 'Ref' || key.startsWith('Fn::'));
      if (isFunction) return call(key, argument);
      return Object.fromEntries(
        Object.entries(value).flatMap(([name, item]) => {
          const resolved = resolve(item);
          return resolved === undefined ? [] : [[name, resolved]];
        }),
      );
    } finally {
      level -= 1;
    }
  };

  const textOf = (value: unknown): string => {
    const resolved = resolve(value);
    if (typeof resolved === 'string') return resolved;
    return typeof resolved === 'number' || typeof resolved === 'boolean' ? String(resolved) : placeholder('value');
  };
  const listOf = (value: unknown): readonly unknown[] | undefined => {
    const resolved = resolve(value);
    return Array.isArray(resolved) ? resolved : undefined;
  };

  const call = (name: string, argument: unknown): unknown => {
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? referenceTo(argument) : placeholder('Ref');
      case 'Fn::GetAtt': {
        const [id = '', ...attribute] = Array.isArray(argument) ? argument.map(textOf) : String(argument).split('.');
        return attributeOf(id, attribute.join('.'));
      }
      case 'Fn::Sub':
        return substitute(argument);
      case 'Fn::Join': {
        const items = listOf(list[1]);
        return items === undefined ? placeholder('Join') : clipped(items.map(textOf).join(textOf(list[0])));
      }
      case 'Fn::Split':
        return textOf(list[1]).split(textOf(list[0]) || ',');
      case 'Fn::Select':
        return listOf(list[1])?.[Number(textOf(list[0]))] ?? placeholder('Select');
      case 'Fn::If': {
        const holds = condition(list[0]);
        // Nobody knows which: the first that is a value at all.
        return holds === undefined ? (resolve(list[1]) ?? resolve(list[2])) : resolve(holds ? list[1] : list[2]);
      }
      case 'Fn::FindInMap': {
        const [map, top, second] = list.slice(0, 3).map(textOf);
        const found = own(own(own(template.mappings, map), top), second);
        return found === undefined ? placeholder([map, second].join('.')) : resolve(found);
      }
      case 'Fn::ToJsonString':
        return JSON.stringify(resolve(argument) ?? null);
      case 'Fn::ImportValue':
        return placeholder(textOf(argument).replace(/[<>@]/g, ''));
      default:
        return placeholder(name.replace('Fn::', ''));
    }
  };

  const referenceTo = (id: string): unknown => {
    const pseudo = pseudoParameter(id, place);
    if (pseudo !== undefined) return pseudo.value;
    const parameter = own(template.parameters, id);
    if (parameter !== undefined) return valueOfParameter(id, parameter);
    const resource = template.resources.get(id);
    if (resource !== undefined) return resourceRow(resource.type)?.ref === 'arn' ? arnOf(resource) : nameOf(resource);
    unknownIds.add(stripControlCharacters(id));
    return placeholder(id);
  };

  const attributeOf = (id: string, attribute: string): string => {
    const resource = template.resources.get(id);
    if (resource === undefined) {
      unknownIds.add(stripControlCharacters(id));
      return placeholder(id);
    }
    const { type } = resource;
    if (attribute === 'RepositoryUri') {
      return `${place.accountId}.dkr.ecr.${place.region}.amazonaws.com/${nameOf(resource)}`;
    }
    if (/SecretArn$/.test(attribute)) {
      return `arn:${place.partition}:secretsmanager:${place.region}:${place.accountId}:secret:${generatedName(`${id}.${attribute}`)}`;
    }
    const isArn = attribute === 'Arn' || (type === 'AWS::SecretsManager::Secret' && attribute === 'Id');
    return isArn && (type === 'AWS::IAM::Role' || resourceRow(type) !== undefined)
      ? arnOf(resource)
      : generatedName(`${id}.${attribute}`);
  };

  const nameOf = ({ id, type, properties }: TemplateResource): string => {
    const property = type === 'AWS::IAM::Role' ? 'RoleName' : resourceRow(type)?.name;
    const written = property === undefined ? undefined : resolve(properties[property]);
    return typeof written === 'string' && written !== '' ? written : generatedName(id);
  };

  const arnOf = (resource: TemplateResource): string => {
    const { partition, region, accountId } = place;
    const name = nameOf(resource);
    if (resource.type === 'AWS::IAM::Role') {
      const path = resource.properties['Path'] === undefined ? '/' : textOf(resource.properties['Path']);
      return `arn:${partition}:iam::${accountId}:role${path}${name}`;
    }
    const form = resourceRow(resource.type)?.arn ?? '';
    return `arn:${partition}:${form
      .replace('{r}', `${region}:${accountId}`)
      .replace('{a}', `:${accountId}`)
      .replace('{n}', () => (resource.type === 'AWS::SSM::Parameter' ? name.replace(/^\//, '') : name))}`;
  };

  const valueOfParameter = (id: string, parameter: unknown): unknown => {
    const type = isRecord(parameter) ? String(parameter['Type'] ?? 'String') : 'String';
    const value = isRecord(parameter) ? parameter['Default'] : undefined;
    // The default of the SSM types is the name of the parameter that holds the value.
    if (value === undefined || type.startsWith('AWS::SSM::Parameter::Value')) return placeholder(id);
    if (isRecord(parameter) && String(parameter['NoEcho']) === 'true') return placeholder(id);
    return /^(?:CommaDelimitedList|List<)/.test(type) ? String(value).split(',') : value;
  };

  const substitute = (argument: unknown): string => {
    const [text, names] = Array.isArray(argument) ? argument : [argument, undefined];
    if (typeof text !== 'string') return placeholder('Sub');
    return clipped(
      withoutDynamic(text).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, inner: string) => {
        const name = inner.trim();
        if (literal !== '') return `\${${inner}}`;
        const given = own(names, name);
        if (given !== undefined) return textOf(given);
        const dot = name.indexOf('.');
        return dot < 0 ? textOf({ Ref: name }) : attributeOf(name.slice(0, dot), name.slice(dot + 1));
      }),
    );
  };

  const condition = (name: unknown): boolean | undefined => {
    if (typeof name !== 'string' || isTooMuch()) return undefined;
    level += 1;
    try {
      return truthOf(own(template.conditions, name));
    } finally {
      level -= 1;
    }
  };
  const truthOf = (value: unknown): boolean | undefined => {
    if (!isRecord(value) || isTooMuch()) return undefined;
    const [key = '', argument] = Object.entries(value)[0] ?? [];
    const list: readonly unknown[] = Array.isArray(argument) ? argument : [];
    switch (key) {
      case 'Condition':
        return condition(argument);
      case 'Fn::Not': {
        const inner = truthOf(list[0]);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And':
        return joined(list.map(truthOf), false);
      case 'Fn::Or':
        return joined(list.map(truthOf), true);
      case 'Fn::Equals': {
        const [left = '', right = ''] = list.map(textOf);
        return /[<>]/.test(left + right) ? undefined : left === right;
      }
      default:
        return undefined;
    }
  };

  return { resolve, arnOf, nameOf, unknownIds };
}

/** Of `Fn::Or` (decided by true) and `Fn::And` (decided by false). */
function joined(truths: readonly (boolean | undefined)[], decisive: boolean): boolean | undefined {
  if (truths.includes(decisive)) return decisive;
  return truths.includes(undefined) ? undefined : !decisive;
}

function pseudoParameter(name: string, place: FilePlace): { readonly value: unknown } | undefined {
  switch (name) {
    case 'AWS::Region':
      return { value: place.region };
    case 'AWS::AccountId':
      return { value: place.accountId };
    case 'AWS::Partition':
      return { value: place.partition };
    case 'AWS::URLSuffix':
      return { value: place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com' };
    case 'AWS::NoValue':
      return { value: undefined };
    case 'AWS::StackName':
    case 'AWS::StackId':
    case 'AWS::NotificationARNs':
      return { value: placeholder(name) };
    default:
      return undefined;
  }
}

/** `{{resolve:ssm:/app/image}}` is read when the stack is made ("Dynamic references"). */
function withoutDynamic(text: string): string {
  return text.replace(/\{\{resolve:([a-z-]+):[^}]*\}\}/g, (_, store: string) => placeholder(`resolve.${store}`));
}

function clipped(text: string): string {
  return text.length > MOST_CHARACTERS ? placeholder('too_long') : text;
}

function own(value: unknown, key: string | undefined): unknown {
  return isRecord(value) && key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
}
