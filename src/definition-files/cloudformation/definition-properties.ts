import { isRecord } from '../../base/is-record.ts';

/** Names that CloudFormation writes otherwise than the ECS API, apart from the first letter. */
const NAMES: Readonly<Record<string, string>> = {
  EFSVolumeConfiguration: 'efsVolumeConfiguration',
  FilesystemId: 'fileSystemId',
  FSxWindowsFileServerVolumeConfiguration: 'fsxWindowsFileServerVolumeConfiguration',
  IAM: 'iam',
  S3FilesVolumeConfiguration: 's3filesVolumeConfiguration',
};
/** Objects whose keys are of anybody's choice. */
const FREE_KEYS: ReadonlySet<string> = new Set(['Options', 'DockerLabels', 'DriverOpts', 'Labels']);

/** The properties of an `AWS::ECS::TaskDefinition` as `register-task-definition` takes them. */
export function definitionProperties(resolved: unknown): Readonly<Record<string, unknown>> {
  const converted = inCamelCase(resolved, false);
  return isRecord(converted) ? converted : {};
}

/** Texts and truth values may stand for one another in templates. */
function inCamelCase(value: unknown, freeKeys: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => inCamelCase(item, false));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const name = freeKeys ? key : (NAMES[key] ?? `${key.charAt(0).toLowerCase()}${key.slice(1)}`);
      return [name, name === 'readOnly' ? String(item) === 'true' : inCamelCase(item, FREE_KEYS.has(key))];
    }),
  );
}
