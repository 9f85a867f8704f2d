import { parseRoleArn } from '../../iam/arn.ts';
import type { ContainerDefinition, LogConfiguration, TaskDefinition } from '../task-definition.ts';
import { FIRELENS_OUTPUTS, type FirelensOutput, openSearchServerless } from './firelens-outputs.ts';
import { type Place, type Requirement, requirements } from './requirement.ts';

/** What the log router's destinations take from the task role ("Send Amazon ECS logs to an AWS service"). */
export function requiredByFirelens(definition: TaskDefinition, place: Place): readonly Requirement[] {
  return definition.containerDefinitions.flatMap((container, index) => {
    const at = `containerDefinitions[${index}]`;
    const log = container.logConfiguration;
    const routed = log?.logDriver === 'awsfirelens' ? destination(log, place, `${at}.logConfiguration.options`) : [];
    return [...routed, ...initFiles(container, at), ...ownConfiguration(container, place, at)];
  });
}

/** AWS's own images of the log router, which come without destinations. */
const AWS_ROUTER =
  /^(public\.ecr\.aws\/aws-observability|906394416424\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com|amazon)\/aws-for-fluent-bit([:@]|$)/;
const INIT_IMAGE = /(^|\/)aws-for-fluent-bit:init-/;
const INIT_FILE = /^aws_fluent_bit_init_s3_/i;

/**
 * The files that the init process of AWS for Fluent Bit fetches when the task starts, with the task role ("Init process for
 * Fluent Bit on ECS", AWS for Fluent Bit).
 */
function initFiles({ image, environment }: ContainerDefinition, at: string): readonly Requirement[] {
  const certainty = INIT_IMAGE.test(image) ? 'certain' : 'possible';
  const note = 'the init process of AWS for Fluent Bit fetches it when the task starts';
  return environment.flatMap(({ name, arns = ['*'] }, index) => {
    if (!INIT_FILE.test(name)) return [];
    const common = { job: 'task', field: `${at}.environment[${index}].${name}`, certainty, note } as const;
    const buckets = [...new Set(arns.map((arn) => arn.replace(/\/.*$/, '')))];
    return [
      ...requirements(['s3:GetObject'], { ...common, resources: arns }),
      ...requirements(['s3:GetBucketLocation'], { ...common, resources: buckets }),
      {
        ...common,
        action: 'kms:Decrypt',
        resources: ['*'],
        certainty: 'possible',
        note: 'needed where a key encrypts the file',
      },
    ];
  });
}

/** Configuration that the task definition does not show: a file that it names, files of the init process, or an image of one's own. */
function ownConfiguration(container: ContainerDefinition, place: Place, at: string): readonly Requirement[] {
  const { firelensConfiguration, environment, image } = container;
  if (firelensConfiguration?.configFileValue !== undefined) {
    return anyDestination(place, `${at}.firelensConfiguration.options`);
  }
  if (environment.some(({ name }) => INIT_FILE.test(name))) return anyDestination(place, `${at}.environment`);
  return firelensConfiguration === undefined || AWS_ROUTER.test(image) ? [] : anyDestination(place, `${at}.image`);
}

function destination(log: LogConfiguration, place: Place, at: string): readonly Requirement[] {
  const key = log.options['name'] === undefined ? '@type' : 'Name';
  const output = outputOf(log);
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

function outputOf({ options }: LogConfiguration): FirelensOutput | undefined {
  const output = FIRELENS_OUTPUTS.get((options['name'] ?? options['@type'] ?? '').toLowerCase());
  return output?.service === 'es' && options['aws_service_name']?.toLowerCase() === 'aoss'
    ? openSearchServerless
    : output;
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

/** Configuration of the user's own is not read: any destination may stand in it. */
function anyDestination(place: Place, field: string): readonly Requirement[] {
  const actions = new Set([...FIRELENS_OUTPUTS.values()].flatMap((output) => [...output.actions, ...output.possible]));
  return [
    ...requirements([...actions], {
      job: 'task',
      resources: ['*'],
      field,
      certainty: 'possible',
      note: "the log router's own configuration names the destinations; the task definition does not",
    }),
    {
      job: 'task',
      action: 'sts:AssumeRole',
      resources: [`arn:${place.partition}:iam::*:role/*`],
      field,
      certainty: 'possible',
      note: "the log router's own configuration may name roles to assume",
    },
  ];
}
