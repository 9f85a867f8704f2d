import * as z from 'zod';
import { defined } from '../base/defined.ts';

const text = z.string({ error: 'expected text' });
const optionalText = text.nullish().transform((value) => (value === null || value === '' ? undefined : value));
const flag = z
  .boolean({ error: 'expected true or false' })
  .nullish()
  .transform((value) => value === true);

function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item, { error: 'expected a list' })
    .nullish()
    .transform((value) => value ?? []);
}

function shapeOf<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.object(shape, { error: 'expected an object' });
}

/**
 * The options kept of a log configuration: those of awslogs, and of FireLens the output's name, its destination and
 * the role it assumes. All others may hold API keys.
 */
export const LOG_OPTIONS_READ: ReadonlySet<string> = new Set([
  'awslogs-group',
  'awslogs-region',
  'awslogs-create-group',
  'awslogs-stream-prefix',
  'name',
  '@type',
  'region',
  'aws_region',
  's3_region',
  'log_group_name',
  'log_group',
  'auto_create_group',
  'auto_create_stream',
  'log_retention_days',
  'retention_in_days',
  'delivery_stream',
  'delivery_stream_name',
  'stream',
  'stream_name',
  'bucket',
  's3_bucket',
  'role_arn',
  'aws_role_arn',
  'aws_auth',
  'aws_service_name',
]);

const options = z
  .record(z.string(), text.nullish(), { error: 'expected an object of texts' })
  .nullish()
  .transform((value) => {
    const kept: [string, string][] = [];
    for (const [key, setting] of Object.entries(value ?? {})) {
      if (typeof setting === 'string' && LOG_OPTIONS_READ.has(key.toLowerCase()))
        kept.push([key.toLowerCase(), setting]);
    }
    return Object.fromEntries(kept);
  });

const secret = shapeOf({ name: text, valueFrom: text });

const logConfiguration = shapeOf({ logDriver: text, options, secretOptions: listOf(secret) });

const firelensOptions = z.record(z.string(), text.nullish(), { error: 'expected an object of texts' }).nullish();

const firelensConfiguration = shapeOf({ type: text, options: firelensOptions }).transform((value) =>
  defined({
    type: value.type,
    configFileType: value.options?.['config-file-type'] ?? undefined,
    configFileValue: value.options?.['config-file-value'] ?? undefined,
  }),
);

const containerDefinition = shapeOf({
  name: text.nullish().transform((value) => value ?? ''),
  image: text.nullish().transform((value) => value ?? ''),
  repositoryCredentials: shapeOf({ credentialsParameter: optionalText }).nullish(),
  secrets: listOf(secret),
  logConfiguration: logConfiguration.nullish(),
  environmentFiles: listOf(shapeOf({ value: text })),
  firelensConfiguration: firelensConfiguration.nullish(),
  credentialSpecs: listOf(text),
  dockerSecurityOptions: listOf(text),
  mountPoints: listOf(shapeOf({ sourceVolume: optionalText, readOnly: flag })),
}).transform((value) =>
  defined({
    name: value.name,
    image: value.image,
    credentialsParameter: value.repositoryCredentials?.credentialsParameter,
    secrets: value.secrets,
    logConfiguration: value.logConfiguration ?? undefined,
    environmentFiles: value.environmentFiles.map((file) => file.value),
    firelensConfiguration: value.firelensConfiguration ?? undefined,
    credentialSpecs: [
      ...value.credentialSpecs.map((spec, index) => ({ value: spec, field: `credentialSpecs[${index}]` })),
      // The older place of credential specs; it also holds options of other kinds (SELinux labels, say).
      ...value.dockerSecurityOptions
        .map((option, index) => ({ value: option, field: `dockerSecurityOptions[${index}]` }))
        .filter((option) => option.value.startsWith('credentialspec')),
    ],
    mountPoints: value.mountPoints.map((mount) => ({
      sourceVolume: mount.sourceVolume ?? '',
      readOnly: mount.readOnly,
    })),
  }),
);

const efs = shapeOf({
  fileSystemId: text,
  transitEncryption: optionalText,
  authorizationConfig: shapeOf({ accessPointId: optionalText, iam: optionalText }).nullish(),
}).transform((value) =>
  defined({
    fileSystemId: value.fileSystemId,
    iam: value.authorizationConfig?.iam === 'ENABLED',
    transitEncryption: value.transitEncryption === 'ENABLED',
    accessPointId: value.authorizationConfig?.accessPointId,
  }),
);

const s3files = shapeOf({ fileSystemArn: text, accessPointArn: optionalText }).transform((value) => defined(value));

const fsxWindows = shapeOf({
  fileSystemId: text,
  authorizationConfig: shapeOf({ credentialsParameter: optionalText }).nullish(),
}).transform((value) =>
  defined({
    fileSystemId: value.fileSystemId,
    credentialsParameter: value.authorizationConfig?.credentialsParameter,
  }),
);

const volume = shapeOf({
  name: text.nullish().transform((value) => value ?? ''),
  efsVolumeConfiguration: efs.nullish(),
  s3filesVolumeConfiguration: s3files.nullish(),
  fsxWindowsFileServerVolumeConfiguration: fsxWindows.nullish(),
}).transform((value) =>
  defined({
    name: value.name,
    efs: value.efsVolumeConfiguration ?? undefined,
    s3files: value.s3filesVolumeConfiguration ?? undefined,
    fsxWindows: value.fsxWindowsFileServerVolumeConfiguration ?? undefined,
  }),
);

const LAUNCH_TYPES = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] as const;

// A launch type that is not known here is left out: nothing certain can be said of what the role needs there.
const launchTypes = listOf(text).transform((found) => LAUNCH_TYPES.filter((known) => found.includes(known)));

const status = z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'], {
  error: 'expected ACTIVE, INACTIVE or DELETE_IN_PROGRESS',
});

const common = {
  family: text.min(1, 'expected the name of a family'),
  revision: z.int({ error: 'expected a whole number' }),
  taskRoleArn: optionalText,
  executionRoleArn: optionalText,
  // ECS never leaves it out: an answer without it is cut, and needs may be lost with it.
  containerDefinitions: z.array(containerDefinition, { error: 'expected a list' }),
  volumes: listOf(volume),
};

const plain = shapeOf({
  ...common,
  status,
  taskDefinitionArn: text.min(1, 'expected an ARN'),
  requiresCompatibilities: launchTypes,
  compatibilities: launchTypes,
  proxyConfiguration: shapeOf({ type: optionalText }).nullish(),
});

const daemon = shapeOf({
  ...common,
  // ECS has ACTIVE, DELETE_IN_PROGRESS and DELETED for daemons; what is deleted can no longer run.
  status: z
    .enum(['ACTIVE', 'DELETE_IN_PROGRESS', 'DELETED'], { error: 'expected ACTIVE, DELETE_IN_PROGRESS or DELETED' })
    .transform((value) => (value === 'DELETED' ? 'INACTIVE' : value)),
  daemonTaskDefinitionArn: text.min(1, 'expected an ARN'),
});

const tags = listOf(shapeOf({ key: optionalText, value: optionalText })).transform((list) =>
  Object.fromEntries(list.flatMap((tag) => (tag.key === undefined ? [] : [[tag.key, tag.value ?? '']]))),
);

/** The response of DescribeTaskDefinition. */
export const taskDefinitionSchema = shapeOf({ taskDefinition: plain, tags }).transform(
  ({ taskDefinition, tags: found }) => {
    const { proxyConfiguration, ...rest } = taskDefinition;
    // Proxies are App Mesh's unless the type says otherwise: it is the only type, and the default.
    const appMeshProxy = proxyConfiguration != null && (proxyConfiguration.type ?? 'APPMESH') === 'APPMESH';
    return defined({ ...rest, daemon: false, appMeshProxy, tags: found });
  },
);

/** The response of DescribeDaemonTaskDefinition. */
export const daemonTaskDefinitionSchema = shapeOf({ daemonTaskDefinition: daemon, tags }).transform(
  ({ daemonTaskDefinition, tags: found }) => {
    const { daemonTaskDefinitionArn, ...rest } = daemonTaskDefinition;
    return defined({
      ...rest,
      taskDefinitionArn: daemonTaskDefinitionArn,
      // Daemons run on managed instances only.
      requiresCompatibilities: ['MANAGED_INSTANCES' as const],
      compatibilities: ['MANAGED_INSTANCES' as const],
      daemon: true,
      appMeshProxy: false,
      tags: found,
    });
  },
);
