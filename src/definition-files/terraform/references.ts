import { isRecord } from '../../base/is-record.ts';
import { valueByPath } from '../../base/value-by-path.ts';
import type { TerraformResource } from './show-output.ts';

/** Follows what a configuration says of values that are unknown before `apply`. */
export interface References {
  /** The resources that an argument refers to, in the order of the expression; none where nobody can say. */
  of(resource: TerraformResource, argument: string): readonly TerraformResource[];
}

/** Variables and outputs that are passed on from module to module; a configuration has no more levels. */
const MOST_STEPS = 20;

/** Follows references in the `configuration` of a plan; a state has none. */
export function references(document: unknown, resources: readonly TerraformResource[]): References {
  const byKey = Map.groupBy(resources, ({ modules, key }) => [...modules, key].join('/'));
  const moduleAt = (modules: readonly string[]): unknown =>
    valueByPath(document, [
      'configuration',
      'root_module',
      ...modules.flatMap((name) => ['module_calls', name, 'module']),
    ]);

  const follow = (
    reference: string,
    modules: readonly string[],
    from: TerraformResource,
    left: number,
  ): readonly TerraformResource[] => {
    if (left === 0) return [];
    const [kind = '', name = '', output = ''] = reference.replace(/\[[^\]]*\]/g, '').split('.');
    if (kind === 'var') {
      const call = valueByPath(moduleAt(modules.slice(0, -1)), [
        'module_calls',
        modules.at(-1) ?? '',
        'expressions',
        name,
      ]);
      return modules.length === 0 ? [] : followAll(call, modules.slice(0, -1), from, left - 1);
    }
    if (kind === 'module') {
      const inner = [...modules, name];
      return output === ''
        ? []
        : followAll(valueByPath(moduleAt(inner), ['outputs', output, 'expression']), inner, from, left - 1);
    }
    const key = kind === 'data' ? `data.${name}.${output}` : `${kind}.${name}`;
    return alike(byKey.get([...modules, key].join('/')) ?? [], reference, from);
  };
  const followAll = (
    expression: unknown,
    modules: readonly string[],
    from: TerraformResource,
    left: number,
  ): readonly TerraformResource[] => {
    const found = referencesIn(expression).flatMap((reference) => follow(reference, modules, from, left));
    return [...new Set(found)];
  };

  return {
    of(resource, argument) {
      const configured = valueByPath(moduleAt(resource.modules), ['resources']);
      const own = (Array.isArray(configured) ? configured : []).find(
        (each) => valueByPath(each, ['address']) === resource.key,
      );
      return followAll(valueByPath(own, ['expressions', argument]), resource.modules, resource, MOST_STEPS);
    },
  };
}

/** Every reference in an expression; a block or a list of blocks has several. */
function referencesIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (!isRecord(expression)) return [];
  const { references: own } = expression;
  if (Array.isArray(own)) return own.filter((each): each is string => typeof each === 'string');
  return Object.values(expression).flatMap(referencesIn);
}

/** Of several instances the one that the reference names, else the one with the index of the resource that refers to it, else all. */
function alike(
  instances: readonly TerraformResource[],
  reference: string,
  from: TerraformResource,
): readonly TerraformResource[] {
  if (instances.length < 2) return instances;
  const index = /\[[^\]]*\]/.exec(reference)?.[0] ?? /\[[^\]]*\]$/.exec(from.address)?.[0];
  const one = index === undefined ? undefined : instances.find(({ address }) => address.endsWith(index));
  return one === undefined ? instances : [one];
}
