import { parseRoleArn } from '../../iam/arn.ts';
import type { LogConfiguration, TaskDefinition } from '../task-definition.ts';
import { FIRELENS_OUTPUTS, type FirelensOutput } from './firelens-outputs.ts';
import { type Place, type Requirement, requirements } from './requirement.ts';

/** What the log router's destinations take from the task role ("Send Amazon ECS logs to an AWS service"). */
export function requiredByFirelens(definition: TaskDefinition, place: Place): readonly Requirement[] {
  return definition.containerDefinitions.flatMap((container, index) => {
    const at = `containerDefinitions[${index}]`;
    const log = container.logConfiguration;
    const routed = log?.logDriver === 'awsfirelens' ? destination(log, place, `${at}.logConfiguration.options`) : [];
    const ownFile = container.firelensConfiguration?.configFileValue;
    return ownFile === undefined
      ? routed
      : [...routed, ...anyDestination(place, `${at}.firelensConfiguration.options`)];
  });
}

function destination(log: LogConfiguration, place: Place, at: string): readonly Requirement[] {
  const key = log.options['name'] === undefined ? '@type' : 'Name';
  const output = FIRELENS_OUTPUTS.get((log.options['name'] ?? log.options['@type'] ?? '').toLowerCase());
  if (output === undefined) return [];
  if (output.onlyWith !== undefined && !isOn(log.options[output.onlyWith])) return [];
  const field = `${at}.${key}`;
  const role = log.options['role_arn'] ?? log.options['aws_role_arn'];
  if (role !== undefined) return [assumption(role, `${at}.role_arn`)];
  const common = { job: 'task', resources: [arnOf(output, log, place)], field } as const;
  return [
    ...requirements(output.actions, { ...common, certainty: 'certain' }),
    ...requirements(output.possible, {
      ...common,
      resources: ['*'],
      certainty: 'possible',
      note: `the ${output.service} output may need it, depending on its settings and its destination`,
    }),
  ];
}

function arnOf(output: FirelensOutput, log: LogConfiguration, place: Place): string {
  const stated = output.destination.map((option) => log.options[option]).find((name) => name !== undefined);
  // Templates such as $(ecs_task_id) stand for what is known only at run time.
  const name = (stated ?? '*').replace(/\$\([^)]*\)|\$\{[^}]*\}/g, '*');
  if (output.global === true) return `arn:${place.partition}:${output.service}:::${output.resource(name)}`;
  const region = log.options['region'] ?? log.options['aws_region'] ?? place.region;
  return `arn:${place.partition}:${output.service}:${region}:${place.accountId}:${output.resource(name)}`;
}

/** With a role of its own, the output needs nothing of the task role but to assume it. */
function assumption(role: string, field: string): Requirement {
  const resources = [parseRoleArn(role).ok ? role : '*'];
  return { job: 'task', action: 'sts:AssumeRole', resources, field, certainty: 'certain' };
}

function isOn(setting: string | undefined): boolean {
  return ['on', 'true', 'yes', '1'].includes((setting ?? '').toLowerCase());
}

/** A configuration file of the user's own is not read: any destination may stand in it. */
function anyDestination(place: Place, field: string): readonly Requirement[] {
  const actions = new Set([...FIRELENS_OUTPUTS.values()].flatMap((output) => [...output.actions, ...output.possible]));
  return [
    ...requirements([...actions], {
      job: 'task',
      resources: ['*'],
      field,
      certainty: 'possible',
      note: 'the configuration file names the destinations; the task definition does not',
    }),
    {
      job: 'task',
      action: 'sts:AssumeRole',
      resources: [`arn:${place.partition}:iam::*:role/*`],
      field,
      certainty: 'possible',
      note: 'the configuration file may name roles to assume',
    },
  ];
}
