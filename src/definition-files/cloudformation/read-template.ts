import { getOrInsert } from '../../base/get-or-insert.ts';
import { isRecord } from '../../base/is-record.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { LAUNCH_TYPES, type LaunchType } from '../../ecs/launch-type.ts';
import type { FileContents, FileDefinition, FileOptions, FilePlace, FileProblem } from '../file-contents.ts';
import { makeDefinition } from '../make-definition.ts';
import { ownPath } from '../own-path.ts';
import type { ParsedDocument } from '../parse-document.ts';
import { launchedOn } from '../raw-definitions.ts';
import { definitionProperties } from './definition-properties.ts';
import { type TemplateResolver, templateResolver } from './intrinsics.ts';
import { rolesOfTemplate } from './roles-of-template.ts';
import { readTemplate, type Template, type TemplateResource } from './template.ts';

/** Reads the task definitions and roles of a template, with what its services tell of how the definitions are launched. */
export function readCloudFormation(
  file: string,
  document: ParsedDocument,
  options: FileOptions,
  place: FilePlace,
): FileContents {
  const template = readTemplate(document.value);
  const resolver = templateResolver(template, place);
  const incomplete: FileProblem[] = [];
  const at = (resource: TemplateResource, field = '') =>
    document.positionOf([
      'Resources',
      resource.id,
      ...(field === '' ? [] : ['Properties', ...ownPath(resource.properties, field)]),
    ]);
  const noteUnknown = noteUnknownIds(resolver, incomplete, at);

  const roles = rolesOfTemplate(template, resolver, at, noteUnknown);
  const rolesByName = new Map(roles.roles.map(({ role }) => [role.name, role.arn]));
  const launches = launchesOf(template, resolver);
  const definitions = ofType(template, 'AWS::ECS::TaskDefinition').flatMap((resource, index): FileDefinition[] => {
    const raw = definitionProperties(resolver.resolve(resource.properties));
    noteUnknown(resource);
    const made = makeDefinition({ raw, place, fallbackFamily: resource.id, number: index + 1, rolesByName });
    if (!made.ok) {
      const field = /^(\S+) is /.exec(made.problem)?.[1] ?? '';
      incomplete.push({
        what: `the task definition ${stripControlCharacters(resource.id)}`,
        why: made.problem,
        ...at(resource, field),
      });
      return [];
    }
    const launch = launches.get(resource.id);
    const on = launch?.types ?? [];
    const stated = [...on, ...made.value.definition.requiresCompatibilities];
    return [
      {
        ...made.value,
        place,
        execEnabled: launch?.exec === true,
        launchedOn: stated.length > 0 ? on : launchedOn(stated, options),
        positionOf: (field) => at(resource, field),
      },
    ];
  });
  return {
    file,
    form: 'cloudformation',
    definitions,
    roles: roles.roles,
    incomplete: [...incomplete, ...roles.incomplete],
  };
}

/** Says of names that no resource or parameter bears at the resource that was being read. */
function noteUnknownIds(
  resolver: TemplateResolver,
  incomplete: FileProblem[],
  at: (resource: TemplateResource) => { readonly line: number; readonly column: number },
): (resource: TemplateResource) => void {
  const told = new Set<string>();
  return (resource) => {
    for (const id of resolver.unknownIds) {
      if (told.has(id)) continue;
      told.add(id);
      incomplete.push({
        what: `the reference to ${id} in ${stripControlCharacters(resource.id)}`,
        why: `the template has no resource or parameter "${id}"`,
        ...at(resource),
      });
    }
  };
}

interface Launches {
  readonly types: LaunchType[];
  exec: boolean;
}

/** What the template's services say of the definitions that they name, by logical id ("AWS::ECS::Service"). */
function launchesOf(template: Template, resolver: TemplateResolver): ReadonlyMap<string, Launches> {
  const byDefinition = new Map<string, Launches>();
  for (const { properties } of ofType(template, 'AWS::ECS::Service')) {
    const definition = properties['TaskDefinition'];
    const id = isRecord(definition) ? definition['Ref'] : undefined;
    if (typeof id !== 'string') continue;
    const launches = getOrInsert(byDefinition, id, (): Launches => ({ types: [], exec: false }));
    const type = resolver.resolve(properties['LaunchType']);
    const providers = resolver.resolve(properties['CapacityProviderStrategy']);
    launches.types.push(...LAUNCH_TYPES.filter((known) => known === type));
    if (
      Array.isArray(providers) &&
      providers.some((each) => isRecord(each) && /^FARGATE/.test(String(each['CapacityProvider'])))
    ) {
      launches.types.push('FARGATE');
    }
    launches.exec ||= String(resolver.resolve(properties['EnableExecuteCommand'])) === 'true';
  }
  return byDefinition;
}

/** The resources of a type, in the template's order. */
function ofType(template: Template, type: string): readonly TemplateResource[] {
  return [...template.resources.values()].filter((resource) => resource.type === type);
}
