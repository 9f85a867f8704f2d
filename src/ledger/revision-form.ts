import { z } from 'zod';
import { isRegion, type Region } from '../base/region.ts';
import type { EnvironmentName } from '../ecs/environment-name.ts';
import { LAUNCH_TYPES, type LaunchType } from '../ecs/launch-type.ts';
import type { ContainerDefinition, TaskDefinition, Volume } from '../ecs/task-definition.ts';
import { isTaskDefinitionArn, type TaskDefinitionArn } from '../ecs/task-definition-arn.ts';
import type { DocumentForm } from './document-form.ts';
import { type Fields, mapOf, texts, time } from './schema-parts.ts';
import type { RevisionMemory } from './stored-revisions.ts';

const optionalText = z.exactOptional(z.string());
const listOf = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const recordOfTexts = z.record(z.string(), z.string());
const launchTypes = listOf(z.enum(LAUNCH_TYPES) satisfies z.ZodType<LaunchType>);
const secret = z.strictObject({ name: z.string(), valueFrom: z.string() });

const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  credentialsParameter: optionalText,
  environment: listOf(
    z.strictObject({ name: z.string(), arns: z.exactOptional(texts) } satisfies Fields<EnvironmentName>),
  ),
  secrets: listOf(secret),
  logConfiguration: z.exactOptional(
    z.strictObject({ logDriver: z.string(), options: recordOfTexts, secretOptions: listOf(secret) }),
  ),
  environmentFiles: texts,
  firelensConfiguration: z.exactOptional(
    z.strictObject({ type: z.string(), configFileType: optionalText, configFileValue: optionalText }),
  ),
  credentialSpecs: listOf(z.strictObject({ value: z.string(), field: z.string() })),
  mountPoints: listOf(z.strictObject({ sourceVolume: z.string(), readOnly: z.boolean() })),
} satisfies Fields<ContainerDefinition>);

const volume = z.strictObject({
  name: z.string(),
  efs: z.exactOptional(
    z.strictObject({
      fileSystemId: z.string(),
      iam: z.boolean(),
      transitEncryption: z.boolean(),
      accessPointId: optionalText,
    }),
  ),
  s3files: z.exactOptional(z.strictObject({ fileSystemArn: z.string(), accessPointArn: optionalText })),
  fsxWindows: z.exactOptional(z.strictObject({ fileSystemId: z.string(), credentialsParameter: optionalText })),
} satisfies Fields<Volume>);

/** A task definition as this program reads it, not as ECS writes it. */
const definition = z.strictObject({
  taskDefinitionArn: z.custom<TaskDefinitionArn>(isTaskDefinitionArn),
  region: z.custom<Region>(isRegion),
  family: z.string(),
  revision: z.int(),
  status: z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']),
  registeredAt: z.exactOptional(time),
  daemon: z.boolean(),
  taskRoleArn: optionalText,
  executionRoleArn: optionalText,
  requiresCompatibilities: launchTypes,
  compatibilities: launchTypes,
  containerDefinitions: listOf(container),
  volumes: listOf(volume),
  appMeshProxy: z.boolean(),
  tags: recordOfTexts,
} satisfies Fields<TaskDefinition>) satisfies z.ZodType<TaskDefinition>;

/**
 * The form in which described revisions are stored. A need that was not looked for must not pass for one that is not
 * there: whenever more, or less, is read of task definitions than before, the version goes up, and revisions are described again.
 */
export const REVISION_FORM: DocumentForm<RevisionMemory> = {
  kind: 'task-definition memory',
  version: 3,
  schema: mapOf(z.strictObject({ definition, seen: time })),
  earlier: new Map(),
};
