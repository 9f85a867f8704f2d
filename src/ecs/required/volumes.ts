import type { TaskDefinition, Volume } from '../task-definition.ts';
import { type Place, type Requirement, requirements } from './requirement.ts';

/** What mounting volumes takes from the task role: EFS with IAM authorisation, and S3 Files. */
export function requiredByVolumes(definition: TaskDefinition, place: Place): readonly Requirement[] {
  return definition.volumes.flatMap((volume, index) => [
    ...efs(volume, definition, place, `volumes[${index}].efsVolumeConfiguration`),
    ...s3files(volume, definition, `volumes[${index}].s3filesVolumeConfiguration`),
  ]);
}

/** "Using IAM to control file system data access": mounting, writing, and root access, each an action of its own. */
function efs(volume: Volume, definition: TaskDefinition, place: Place, at: string): readonly Requirement[] {
  if (volume.efs?.iam !== true) return [];
  const resources = [
    `arn:${place.partition}:elasticfilesystem:${place.region}:${place.accountId}:file-system/${volume.efs.fileSystemId}`,
  ];
  const common = { job: 'task', resources, field: `${at}.authorizationConfig.iam` } as const;
  return [
    ...requirements(['elasticfilesystem:ClientMount'], { ...common, certainty: 'certain' }),
    ...requirements(['elasticfilesystem:ClientWrite'], { ...common, ...writing(volume, definition) }),
    ...requirements(['elasticfilesystem:ClientRootAccess'], {
      ...common,
      certainty: 'possible',
      note: 'needed where a container reaches the file system as root',
    }),
  ];
}

/** "Using IAM with S3 Files": the task role mounts; the client may read large objects straight from the bucket. */
function s3files(volume: Volume, definition: TaskDefinition, at: string): readonly Requirement[] {
  if (volume.s3files === undefined) return [];
  const common = { job: 'task', resources: [volume.s3files.fileSystemArn], field: `${at}.fileSystemArn` } as const;
  return [
    ...requirements(['s3files:ClientMount'], { ...common, certainty: 'certain' }),
    ...requirements(['s3files:ClientWrite'], { ...common, ...writing(volume, definition) }),
    ...requirements(['s3files:ClientRootAccess'], {
      ...common,
      certainty: 'possible',
      note: 'needed where a container reaches the file system as root',
    }),
    ...requirements(['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'], {
      ...common,
      resources: ['*'],
      certainty: 'possible',
      note: 'needed where the client reads straight from the bucket behind the file system',
    }),
  ];
}

function writing(volume: Volume, definition: TaskDefinition): Pick<Requirement, 'certainty' | 'note'> {
  const mounts = definition.containerDefinitions
    .flatMap((container) => container.mountPoints)
    .filter((mount) => mount.sourceVolume === volume.name);
  const readOnly = mounts.length > 0 && mounts.every((mount) => mount.readOnly);
  return readOnly ? { certainty: 'possible', note: 'every container mounts it read-only' } : { certainty: 'certain' };
}
