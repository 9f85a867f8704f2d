import { parseArn } from '../../iam/arn.ts';
import type { TaskDefinition } from '../task-definition.ts';
import { type Launch, type Place, type Requirement, requirements } from './requirement.ts';
import { decryption, readingOf, storedValue } from './secret.ts';

/** Secrets, environment files, the FireLens configuration file, credential specs and FSx credentials: all read by the ECS agent. */
export function requiredByFiles(definition: TaskDefinition, place: Place, launch: Launch): readonly Requirement[] {
  const ofContainers = definition.containerDefinitions.flatMap((container, index) => {
    const at = `containerDefinitions[${index}]`;
    return [
      ...container.secrets.flatMap((secret, i) =>
        readingOf(storedValue(secret.valueFrom, place, 'ssm'), place, `${at}.secrets[${i}].valueFrom`),
      ),
      ...container.environmentFiles.flatMap((file, i) =>
        objectReading(file, place, `${at}.environmentFiles[${i}].value`),
      ),
      ...container.credentialSpecs.flatMap((spec) => credentialSpec(spec.value, place, `${at}.${spec.field}`)),
    ];
  });
  return [
    ...ofContainers,
    ...firelensConfigurationFile(definition, place, launch),
    ...fsxCredentials(definition, place),
  ];
}

/** "Pass environment variables to an Amazon ECS container": the object, and where its bucket is. */
function objectReading(objectArn: string, place: Place, field: string): readonly Requirement[] {
  const arn = parseArn(objectArn);
  if (!arn.ok || arn.value.service !== 's3') return [];
  const bucket = arn.value.resource.split('/')[0] ?? '*';
  return [
    ...requirements(['s3:GetObject'], { job: 'execution', resources: [objectArn], field, certainty: 'certain' }),
    ...requirements(['s3:GetBucketLocation'], {
      job: 'execution',
      resources: [`arn:${arn.value.partition}:s3:::${bucket}`],
      field,
      certainty: 'certain',
    }),
    // The bucket's Region is not stated.
    decryption({ ...place, region: '*' }, field),
  ];
}

/** Fargate takes configuration files out of the image only ("Send Amazon ECS logs to an AWS service": `config-file-type`). */
function firelensConfigurationFile(
  definition: TaskDefinition,
  place: Place,
  { possible }: Launch,
): readonly Requirement[] {
  if (possible.every((type) => type === 'FARGATE')) return [];
  return definition.containerDefinitions.flatMap((container, index) => {
    const firelens = container.firelensConfiguration;
    if (firelens?.configFileType !== 's3' || firelens.configFileValue === undefined) return [];
    const field = `containerDefinitions[${index}].firelensConfiguration.options.config-file-value`;
    return objectReading(firelens.configFileValue, place, field);
  });
}

const CREDENTIAL_SPEC = /^credentialspec(domainless)?:(arn:.+)$/i;

/** "Using gMSAs for Linux (Windows) Containers": the file in S3 or Parameter Store; domainless ones name a secret in it. */
function credentialSpec(spec: string, place: Place, field: string): readonly Requirement[] {
  const [, domainless, arn] = CREDENTIAL_SPEC.exec(spec) ?? [];
  // Everything else (`credentialspec:file://…`) is on the container instance.
  if (arn === undefined) {
    return requirements(['secretsmanager:GetSecretValue'], {
      job: 'execution',
      resources: [`arn:${place.partition}:secretsmanager:*:*:secret:*`],
      field,
      certainty: 'possible',
      note: 'the credential spec on the container instance may name a secret',
    });
  }
  const stored = parseArn(arn);
  const reading =
    stored.ok && stored.value.service === 's3'
      ? objectReading(arn, place, field)
      : readingOf(storedValue(arn, place, 'ssm'), place, field);
  if (domainless === undefined) return reading;
  const secret = requirements(['secretsmanager:GetSecretValue'], {
    job: 'execution',
    resources: [`arn:${place.partition}:secretsmanager:*:*:secret:*`],
    field,
    certainty: 'certain',
    note: 'the credential spec names the secret; the task definition does not',
  });
  return [...reading, ...secret];
}

/** "FSx for Windows File Server volumes": credentials in Secrets Manager or Parameter Store; the agent looks the file system up. */
function fsxCredentials(definition: TaskDefinition, place: Place): readonly Requirement[] {
  return definition.volumes.flatMap((volume, index) => {
    const fsx = volume.fsxWindows;
    if (fsx === undefined) return [];
    const at = `volumes[${index}].fsxWindowsFileServerVolumeConfiguration`;
    const credentials =
      fsx.credentialsParameter === undefined
        ? []
        : readingOf(
            storedValue(fsx.credentialsParameter, place, 'ssm'),
            place,
            `${at}.authorizationConfig.credentialsParameter`,
          );
    const lookup = requirements(['fsx:DescribeFileSystems'], {
      job: 'execution',
      resources: ['*'],
      field: `${at}.fileSystemId`,
      certainty: 'possible',
      note: 'the agent looks up the address of the file system',
    });
    return [...credentials, ...lookup];
  });
}
