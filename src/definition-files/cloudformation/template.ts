import { isRecord } from '../../base/is-record.ts';

/** A resource of a template, as it is written. */
export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The parts of a template that are read. Keys of anybody's choice are looked up as own keys alone. */
export interface Template {
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** Whether a document is a CloudFormation or SAM template: it has resources with types. */
export function isTemplate(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value['Resources'])) return false;
  return Object.values(value['Resources']).some((each) => isRecord(each) && typeof each['Type'] === 'string');
}

/** Reads the parts of a template; what is no object is none. */
export function readTemplate(value: unknown): Template {
  const part = (name: string): Readonly<Record<string, unknown>> => {
    const found = isRecord(value) ? value[name] : undefined;
    return isRecord(found) ? found : {};
  };
  const resources = Object.entries(part('Resources')).flatMap(([id, resource]) => {
    if (!isRecord(resource) || typeof resource['Type'] !== 'string') return [];
    const properties = isRecord(resource['Properties']) ? resource['Properties'] : {};
    return [[id, { id, type: resource['Type'], properties }] as const];
  });
  return {
    resources: new Map(resources),
    parameters: part('Parameters'),
    mappings: part('Mappings'),
    conditions: part('Conditions'),
  };
}
