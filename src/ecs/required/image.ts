import { partitionOfRegion } from '../../base/partition.ts';
import type { TaskDefinition } from '../task-definition.ts';
import {
  hasNoInstanceRole,
  INSTANCE_ROLE_NOTE,
  type Launch,
  type Place,
  type Requirement,
  requirements,
} from './requirement.ts';
import { readingOf, storedValue } from './secret.ts';

/** A repository in a private Amazon ECR registry. */
export interface PrivateRepository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly partition: string;
}

// ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com[.cn]/NAME and the dual-stack ACCOUNT.dkr-ecr[-fips].REGION.on.aws/NAME
// ("Amazon ECR registries"); a tag, a digest or both may follow.
const PRIVATE_IMAGE =
  /^(?:https?:\/\/)?(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)\/([^:@\s]+)(?::[^@]+)?(?:@.+)?$/i;

/** The repository of a private ECR image; undefined for public ECR, Docker Hub and other registries. */
function privateRepository(image: string, place: Place): PrivateRepository | undefined {
  const match = PRIVATE_IMAGE.exec(image.trim());
  if (match === null) return undefined;
  const [, accountId = '', region = '', name = ''] = match;
  const lower = region.toLowerCase();
  const partition = lower === place.region ? place.partition : partitionOfRegion(lower);
  return { accountId, region: lower, name, partition };
}

/** What pulling the images takes, per container ("Amazon ECS task execution IAM role"; "Private registry authentication"). */
export function requiredByImages(definition: TaskDefinition, place: Place, launch: Launch): readonly Requirement[] {
  const found = definition.containerDefinitions.flatMap((container, index) => {
    const field = `containerDefinitions[${index}]`;
    const { credentialsParameter } = container;
    if (credentialsParameter !== undefined) {
      const secret = storedValue(credentialsParameter, place, 'secretsmanager');
      return readingOf(secret, place, `${field}.repositoryCredentials.credentialsParameter`);
    }
    const repository = privateRepository(container.image, place);
    return repository === undefined ? [] : pull(repository, launch, place, `${field}.image`);
  });
  return [...found, ...guardDutyAgent(launch, place)];
}

/** Of the keys that an endpoint sets, on Fargate: "aws:SourceVpc and aws:SourceVpce cannot be applied to ecr:GetAuthorizationToken", which goes through an interface of Fargate's own. */
const KEYS_OF_ENDPOINTS = ['aws:SourceVpc', 'aws:SourceVpce'] as const;

function pull(repository: PrivateRepository, launch: Launch, place: Place, field: string) {
  const { partition, region, accountId, name } = repository;
  const resources = [`arn:${partition}:ecr:${region}:${accountId}:repository/${name}`];
  const sure = hasNoInstanceRole(launch);
  const notes = [
    ...(sure ? [] : [INSTANCE_ROLE_NOTE]),
    ...(accountId === place.accountId ? [] : [`the repository policy in account ${accountId} must allow it too`]),
  ];
  const common = { job: 'execution', field, certainty: sure ? 'certain' : 'possible' } as const;
  const noted = notes.length > 0 ? { ...common, note: notes.join('; ') } : common;
  return [
    ...requirements(['ecr:GetAuthorizationToken'], {
      ...noted,
      resources: ['*'],
      ...(launch.known.includes('FARGATE') && { absentKeys: KEYS_OF_ENDPOINTS }),
    }),
    ...requirements(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], { ...noted, resources }),
    // It asks which layers of an image need no pushing ("BatchCheckLayerAvailability", Amazon ECR API Reference).
    ...requirements(['ecr:BatchCheckLayerAvailability'], {
      job: 'execution',
      field,
      resources,
      certainty: 'possible',
      note: "AWS's policy for execution roles has it; pulling an image works without it",
    }),
    ...requirements(['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository', 'ecr:TagResource'], {
      job: 'execution',
      field,
      resources,
      certainty: 'possible',
      note: 'needed where the repository is a pull-through cache',
    }),
  ];
}

/** GuardDuty adds its agent's container to Fargate tasks by itself ("Runtime Monitoring: Fargate (Amazon ECS only)"). */
function guardDutyAgent({ possible }: Launch, place: Place): readonly Requirement[] {
  if (!possible.includes('FARGATE')) return [];
  const common = {
    job: 'execution',
    field: 'requiresCompatibilities',
    certainty: 'possible',
    note: 'needed where GuardDuty Runtime Monitoring adds its agent to Fargate tasks',
  } as const;
  return [
    ...requirements(['ecr:GetAuthorizationToken'], { ...common, resources: ['*'] }),
    ...requirements(['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], {
      ...common,
      resources: [`arn:${place.partition}:ecr:${place.region}:*:repository/aws-guardduty-agent-fargate`],
    }),
  ];
}
