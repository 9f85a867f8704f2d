import { isRecord } from '../../base/is-record.ts';
import { valueByPath } from '../../base/value-by-path.ts';
import type { DocumentPath } from '../document-path.ts';
import { placeholder } from '../placeholder.ts';

/** A resource or data source of a plan or state. */
export interface TerraformResource {
  /** `module.app.aws_iam_role.task["a"]`. */
  readonly address: string;
  readonly type: string;
  /** `aws_iam_role.task`, or `data.aws_iam_policy_document.task`: its address without modules and index. */
  readonly key: string;
  /** The names of the modules that it lies in, from the root. */
  readonly modules: readonly string[];
  /** What is unknown before `apply` stands as a placeholder. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The names of values that are wholly unknown. */
  readonly unknown: ReadonlySet<string>;
  readonly path: DocumentPath;
}

/** Whether a document is what `terraform show -json` prints of a plan or a state ("JSON Output Format"). */
export function isShowOutput(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const root = isRecord(value['planned_values']) ? value['planned_values'] : value['values'];
  const hasVersion = typeof value['format_version'] === 'string' || typeof value['terraform_version'] === 'string';
  return hasVersion && isRecord(root) && isRecord(root['root_module']);
}

/** Every resource and data source of the output, of child modules too. */
export function terraformResources(value: unknown): readonly TerraformResource[] {
  const found = new Map<string, TerraformResource>();
  const state = isRecord(value) && isRecord(value['planned_values']) ? 'planned_values' : 'values';
  for (const prefix of [['prior_state', 'values'], [state]]) {
    const isPrior = prefix[0] === 'prior_state';
    for (const resource of inModule(valueByPath(value, [...prefix, 'root_module']), [...prefix, 'root_module'])) {
      // What the prior state has is planned anew, but for data sources that were read already.
      if (!isPrior || resource.key.startsWith('data.')) found.set(resource.address, resource);
    }
  }
  const changes = valueByPath(value, ['resource_changes']);
  for (const [index, change] of (Array.isArray(changes) ? changes : []).entries()) {
    const after = valueByPath(change, ['change', 'after']);
    const unknown = valueByPath(change, ['change', 'after_unknown']);
    if (!isRecord(change) || !isRecord(after)) continue;
    const resource = resourceAt(change, after, unknown, ['resource_changes', index]);
    if (resource === undefined) continue;
    const known = found.get(resource.address);
    found.set(resource.address, known === undefined ? resource : { ...resource, path: known.path });
  }
  return [...found.values()];
}

function inModule(module: unknown, path: DocumentPath): readonly TerraformResource[] {
  if (!isRecord(module)) return [];
  const { resources, child_modules: children } = module;
  const own = (Array.isArray(resources) ? resources : []).flatMap((resource: unknown, index) => {
    const values = valueByPath(resource, ['values']);
    return isRecord(resource)
      ? (resourceAt(resource, isRecord(values) ? values : {}, {}, [...path, 'resources', index]) ?? [])
      : [];
  });
  const below = (Array.isArray(children) ? children : []).flatMap((child: unknown, index) =>
    inModule(child, [...path, 'child_modules', index]),
  );
  return [...own, ...below];
}

function resourceAt(
  { address, mode, type, name }: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  unknown: unknown,
  path: DocumentPath,
): TerraformResource | undefined {
  if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string') return undefined;
  const values = withUnknown(after, unknown, address);
  const whole = isRecord(unknown) ? Object.keys(unknown).filter((key) => unknown[key] === true) : [];
  return {
    address,
    type,
    key: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    modules: modulesOf(address),
    values: isRecord(values) ? values : {},
    unknown: new Set(whole),
    path,
  };
}

/** `module.a["x"].module.b.aws_iam_role.task` → `a`, `b`. */
function modulesOf(address: string): readonly string[] {
  return [...address.matchAll(/(?:^|\.)module\.([\w-]+)(?:\[[^\]]*\])?(?=\.)/g)].map(([, name]) => name ?? '');
}

/** Puts placeholders where `after_unknown` says that a value is known after `apply` only. */
function withUnknown(value: unknown, unknown: unknown, name: string): unknown {
  if (unknown === true) return placeholder(name);
  if (Array.isArray(unknown)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return Array.from({ length: Math.max(list.length, unknown.length) }, (_, index) =>
      withUnknown(list[index], unknown[index], name),
    );
  }
  if (!isRecord(unknown)) return value;
  const known = isRecord(value) ? value : {};
  const keys = [...new Set([...Object.keys(known), ...Object.keys(unknown)])];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      withUnknown(known[key], Object.hasOwn(unknown, key) ? unknown[key] : undefined, `${name}.${key}`),
    ]),
  );
}
