import * as z from 'zod';
import { defined } from '../base/defined.ts';
import { looksSecret } from '../base/looks-secret.ts';
import { environmentName } from './environment-name.ts';
import { flag, listOf, optionalText, shapeOf, text } from './schema-parts.ts';
import { NOT_SHOWN, parameterOf, storedReference } from './stored-reference.ts';

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

const secret = shapeOf({
  name: text,
  valueFrom: text.transform((value) => storedReference(value, 'ssm')),
});

/** A container's log configuration, or that of a service's Service Connect proxy. */
export const logConfiguration = shapeOf({ logDriver: text, options, secretOptions: listOf(secret) });

const variable = shapeOf({ name: text, value: text.nullish() }).transform(({ name, value }) =>
  environmentName(name, value ?? ''),
);

const firelensOptions = z.record(z.string(), text.nullish(), { error: 'expected an object of texts' }).nullish();

const firelensConfiguration = shapeOf({ type: text, options: firelensOptions }).transform((value) =>
  defined({
    type: value.type,
    configFileType: value.options?.['config-file-type'] ?? undefined,
    configFileValue: value.options?.['config-file-value'] ?? undefined,
  }),
);

/** `credentialspec:ARN`, `credentialspecdomainless:ARN`, `credentialspec:file://NAME`. */
function isCredentialSpec(option: string): boolean {
  return /^credentialspec(?:domainless)?:(?:arn:|file:)/i.test(option) && !looksSecret(option);
}

/** One entry of `containerDefinitions`, of either kind of task definition; of environment variables only names and ARNs are kept. */
export const containerDefinition = shapeOf({
  name: text.nullish().transform((value) => value ?? ''),
  image: text.nullish().transform((value) => value ?? ''),
  repositoryCredentials: shapeOf({ credentialsParameter: optionalText }).nullish(),
  environment: listOf(variable),
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
    credentialsParameter: parameterOf(value.repositoryCredentials, 'secretsmanager'),
    environment: value.environment,
    secrets: value.secrets,
    logConfiguration: value.logConfiguration ?? undefined,
    environmentFiles: value.environmentFiles.map((file) => file.value),
    firelensConfiguration: value.firelensConfiguration ?? undefined,
    credentialSpecs: [
      ...value.credentialSpecs.map((spec, index) => ({
        value: isCredentialSpec(spec) ? spec : NOT_SHOWN,
        field: `credentialSpecs[${index}]`,
      })),
      // The older place of credential specs; it also holds options of other kinds (SELinux labels, say).
      ...value.dockerSecurityOptions
        .map((option, index) => ({ value: option, field: `dockerSecurityOptions[${index}]` }))
        .filter((option) => isCredentialSpec(option.value)),
    ],
    mountPoints: value.mountPoints.map((mount) => ({
      sourceVolume: mount.sourceVolume ?? '',
      readOnly: mount.readOnly,
    })),
  }),
);
