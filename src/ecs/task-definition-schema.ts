import * as z from 'zod';
import { defined } from '../base/defined.ts';
import { containerDefinition } from './container-definition-schema.ts';
import { LAUNCH_TYPES } from './launch-type.ts';
import { listOf, optionalText, shapeOf, text } from './schema-parts.ts';
import { parameterOf } from './stored-reference.ts';
import { isTaskDefinitionArn, type TaskDefinitionArn } from './task-definition-arn.ts';

const arn = z.custom<TaskDefinitionArn>(isTaskDefinitionArn, { error: 'expected the ARN of a revision' });

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
    credentialsParameter: parameterOf(value.authorizationConfig, 'ssm'),
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

// A launch type that is not known here is left out: nothing certain can be said of what the role needs there.
const launchTypes = listOf(text).transform((found) => LAUNCH_TYPES.filter((known) => found.includes(known)));

const status = z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'], {
  error: 'expected ACTIVE, INACTIVE or DELETE_IN_PROGRESS',
});

/** The SDK gives times as dates. */
const optionalTime = z
  .date({ error: 'expected a time' })
  .nullish()
  .transform((value) => value?.getTime());

const common = {
  family: text.min(1, 'expected the name of a family'),
  revision: z.int({ error: 'expected a whole number' }),
  registeredAt: optionalTime,
  taskRoleArn: optionalText,
  executionRoleArn: optionalText,
  // ECS never leaves it out: an answer without it is cut, and needs may be lost with it.
  containerDefinitions: z.array(containerDefinition, { error: 'expected a list' }),
  volumes: listOf(volume),
};

const plain = shapeOf({
  ...common,
  status,
  taskDefinitionArn: arn,
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
  daemonTaskDefinitionArn: arn,
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
