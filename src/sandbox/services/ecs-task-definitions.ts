import { taskDefinitionArn } from '../build-account.ts';
import type { SandboxTaskDefinition } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { JsonObject } from '../wire/json.ts';
import type { Operation } from '../wire/json-service.ts';
import { ecsPage } from './ecs-page.ts';

/** The operations that read task definitions. */
export const taskDefinitionOperations: Readonly<Record<string, Operation>> = {
  ListTaskDefinitions(fields, call) {
    const status = fields.text('status') ?? 'ACTIVE';
    const family = fields.text('familyPrefix');
    const listed = definitionsIn(call)
      .filter((definition) => definition.status === status)
      .filter((definition) => family === undefined || definition.family === family);
    const ordered = fields.text('sort') === 'DESC' ? listed.toReversed() : listed;
    const page = ecsPage(ordered, fields, call, `ListTaskDefinitions ${status} ${family ?? ''}`, 100);
    return { taskDefinitionArns: page.items.map((item) => taskDefinitionArn(call.account, item)), ...page.more };
  },

  ListTaskDefinitionFamilies(fields, call) {
    const status = fields.text('status') ?? 'ALL';
    const prefix = fields.text('familyPrefix') ?? '';
    const all = definitionsIn(call);
    const active = new Set(all.filter((definition) => definition.status === 'ACTIVE').map(({ family }) => family));
    const families = [...new Set(all.map((definition) => definition.family))]
      .filter((family) => family.startsWith(prefix))
      // A family is INACTIVE when none of its revisions is ACTIVE.
      .filter((family) => status === 'ALL' || active.has(family) === (status === 'ACTIVE'));
    const page = ecsPage(families, fields, call, `ListTaskDefinitionFamilies ${status} ${prefix}`, 100);
    return { families: page.items, ...page.more };
  },

  DescribeTaskDefinition(fields, call) {
    const definition = definitionNamed(fields, call);
    const withTags = fields.texts('include').includes('TAGS');
    return {
      taskDefinition: taskDefinitionShape(definition, call),
      ...(withTags ? { tags: Object.entries(definition.tags).map(([key, value]) => ({ key, value })) } : {}),
    };
  },
};

function definitionsIn(call: Call): readonly SandboxTaskDefinition[] {
  return call.account.taskDefinitions
    .filter((definition) => definition.region === call.region)
    .toSorted((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1));
}

/** By full ARN, `family:revision`, or `family` alone for its latest ACTIVE revision. */
function definitionNamed(fields: Fields, call: Call): SandboxTaskDefinition {
  const asked = fields.requiredText('taskDefinition');
  const name = asked.startsWith('arn:') ? asked.slice(asked.indexOf('/') + 1) : asked;
  const [family, revision] = name.split(':');
  // Nothing is put in order for one: accounts may have very many.
  const found = call.account.taskDefinitions
    .filter((definition) => definition.family === family && definition.region === call.region)
    .filter((definition) =>
      revision === undefined ? definition.status === 'ACTIVE' : String(definition.revision) === revision,
    )
    .reduce<SandboxTaskDefinition | undefined>(
      (latest, definition) => (latest === undefined || definition.revision > latest.revision ? definition : latest),
      undefined,
    );
  if (found === undefined) throw new AwsError('ClientException', 'Unable to describe task definition.');
  return found;
}

function taskDefinitionShape(definition: SandboxTaskDefinition, call: Call): JsonObject {
  return {
    taskDefinitionArn: taskDefinitionArn(call.account, definition),
    family: definition.family,
    revision: definition.revision,
    status: definition.status,
    taskRoleArn: definition.taskRoleArn,
    executionRoleArn: definition.executionRoleArn,
    containerDefinitions: definition.containerDefinitions,
    volumes: definition.volumes,
    placementConstraints: [],
    networkMode: definition.networkMode,
    requiresCompatibilities: definition.requiresCompatibilities,
    compatibilities: [...new Set(['EC2', ...definition.requiresCompatibilities])],
    cpu: definition.cpu,
    memory: definition.memory,
    registeredAt: definition.registeredAt / 1000,
    registeredBy: definition.registeredBy,
    ...(definition.status === 'ACTIVE' ? {} : { deregisteredAt: (call.now + definition.registeredAt) / 2000 }),
  };
}
