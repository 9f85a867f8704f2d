import { messageOf } from '../../base/attempt.ts';
import { isRecord } from '../../base/is-record.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { asArray } from '../../cloudtrail/json.ts';
import { LAUNCH_TYPES, type LaunchType } from '../../ecs/launch-type.ts';
import type { FileContents, FileDefinition, FileOptions, FileProblem } from '../file-contents.ts';
import { inferPlace } from '../infer-place.ts';
import { makeDefinition } from '../make-definition.ts';
import type { ParsedDocument } from '../parse-document.ts';
import { launchedOn } from '../raw-definitions.ts';
import { terraformArn } from './arns.ts';
import { type References, references } from './references.ts';
import { rolesOfTerraform } from './roles-of-terraform.ts';
import { type TerraformResource, terraformResources } from './show-output.ts';

/** Reads the task definitions and roles of a plan or state, with what its services tell of how the definitions are launched. */
export function readTerraform(file: string, document: ParsedDocument, options: FileOptions): FileContents {
  const resources = terraformResources(document.value);
  const places = resources.filter(({ type }) => /^aws_(?:iam_role|ecs_)/.test(type)).map(({ values }) => values);
  const place = inferPlace(places, options);
  const follow = references(document.value, resources);
  const at = (resource: TerraformResource, argument?: string) =>
    document.positionOf([...resource.path, ...(argument === undefined ? [] : ['values', argument])]);
  const incomplete: FileProblem[] = [];
  const roles = rolesOfTerraform(resources, follow, place, at);
  const rolesByName = new Map(roles.roles.map(({ role }) => [role.name, role.arn]));
  const services = launchesOf(resources, follow, place);
  const tasks = resources.filter(({ type, key }) => type === 'aws_ecs_task_definition' && !key.startsWith('data.'));
  const definitions = tasks.flatMap((resource, index): FileDefinition[] => {
    const lost = (argument: string, why: string): [] => {
      incomplete.push({
        what: `the task definition ${stripControlCharacters(resource.address)}`,
        why,
        ...at(resource, argument),
      });
      return [];
    };
    const containers = containersOf(resource);
    if (typeof containers === 'string') return lost('container_definitions', containers);
    const role = (argument: string): unknown => {
      if (!resource.unknown.has(argument)) return resource.values[argument];
      const found = follow.of(resource, argument).find(({ type }) => type === 'aws_iam_role');
      return found === undefined ? resource.values[argument] : terraformArn(found, place);
    };
    const raw = {
      ...definitionArguments(resource.values),
      containerDefinitions: containers,
      taskRoleArn: role('task_role_arn'),
      executionRoleArn: role('execution_role_arn'),
    };
    const made = makeDefinition({
      raw,
      place,
      fallbackFamily: resource.key.split('.').at(-1) ?? 'task',
      number: index + 1,
      rolesByName,
    });
    if (!made.ok) return lost('container_definitions', made.problem);
    const launch = services.get(resource) ?? [];
    const types = launch.flatMap((each) => each.types);
    const stated = [...types, ...made.value.definition.requiresCompatibilities];
    return [
      {
        ...made.value,
        place,
        execEnabled: launch.some(({ exec }) => exec),
        launchedOn: stated.length > 0 ? types : launchedOn(stated, options),
        positionOf: (field) => at(resource, argumentOf(field)),
      },
    ];
  });
  return { file, form: 'terraform', definitions, roles: roles.roles, incomplete: [...incomplete, ...roles.incomplete] };
}

/** The container definitions, or why there are none. */
function containersOf({ values, unknown }: TerraformResource): readonly unknown[] | string {
  const { container_definitions: text } = values;
  if (unknown.has('container_definitions')) {
    return 'container_definitions are known after apply only: give the output of terraform show -json of the state';
  }
  try {
    const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    return Array.isArray(parsed)
      ? parsed
      : 'container_definitions are no list, expected the JSON of container definitions';
  } catch (error) {
    return `container_definitions are no JSON: ${messageOf(error).replace(/,? ?\.{0,3}"[\s\S]*$/, '')}`;
  }
}

/** "Resource: aws_ecs_task_definition" in the names of the ECS API; a block stands for the object. */
function definitionArguments(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { family, requires_compatibilities: compatibilities, volume, proxy_configuration: proxy, revision } = values;
  return {
    family,
    ...(typeof revision === 'number' && { revision }),
    requiresCompatibilities: compatibilities,
    volumes: asArray(volume).map(inCamelCase),
    ...(asArray(proxy).length > 0 && { proxyConfiguration: inCamelCase(asArray(proxy)[0]) }),
  };
}

function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return inCamelCase(value[0]);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      inCamelCase(item),
    ]),
  );
}

function argumentOf(field: string): string {
  const [first = ''] = field.split(/[.[]/);
  const argument = first.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return argument === 'volumes' ? 'volume' : argument;
}

interface Launch {
  readonly types: readonly LaunchType[];
  readonly exec: boolean;
}

/** What the services say of the definitions that they name ("Resource: aws_ecs_service"). */
function launchesOf(
  resources: readonly TerraformResource[],
  follow: References,
  place: Parameters<typeof terraformArn>[1],
): ReadonlyMap<TerraformResource, readonly Launch[]> {
  const launches = new Map<TerraformResource, Launch[]>();
  for (const service of resources.filter(({ type }) => type === 'aws_ecs_service')) {
    const {
      launch_type: type,
      capacity_provider_strategy: providers,
      enable_execute_command: exec,
      task_definition: named,
    } = service.values;
    const launch: Launch = {
      types: [
        ...LAUNCH_TYPES.filter((known) => known === type),
        ...asArray(providers).flatMap((each) =>
          isRecord(each) && /^FARGATE/.test(String(each['capacity_provider'])) ? ['FARGATE' as const] : [],
        ),
      ],
      exec: exec === true,
    };
    const known = service.unknown.has('task_definition')
      ? undefined
      : resources.filter(
          (each) =>
            each.type === 'aws_ecs_task_definition' &&
            (terraformArn(each, place) === named || each.values['family'] === String(named).replace(/:\d+$/, '')),
        );
    for (const definition of known ?? follow.of(service, 'task_definition')) {
      launches.set(definition, [...(launches.get(definition) ?? []), launch]);
    }
  }
  return launches;
}
